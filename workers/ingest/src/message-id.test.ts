import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { messageId } from "./message-id.ts";

const batchId = fc.uuid({ version: 7 });
const eventIds = fc.uniqueArray(fc.uuid({ version: 7 }), { minLength: 1, maxLength: 5 }).map((ids) => ids.join());
const projectId = fc.integer({ min: 1, max: 4_294_967_295 });
const content = fc.record({ projectId, batchId, eventIds });

describe("the id of a message", () => {
  it("is a UUIDv7 with the time of its batch, the same for the same events", () => {
    const property = fc.property(content, (sent) => {
      const id = z.uuidv7().parse(messageId(sent));
      expect(id.slice(0, 13)).toBe(sent.batchId.slice(0, 13));
      expect(messageId(structuredClone(sent))).toBe(id);
      z.uuidv7().parse(messageId({ ...sent, batchId: sent.batchId.toUpperCase() }));
    });
    fc.assert(property);
  });

  it("is another one for another project, another batch, more events or fewer", () => {
    const property = fc.property(content, projectId, batchId, (sent, otherProject, otherBatch) => {
      fc.pre(otherProject !== sent.projectId && otherBatch !== sent.batchId);
      const ids = [
        messageId(sent),
        messageId({ ...sent, projectId: otherProject }),
        messageId({ ...sent, batchId: otherBatch }),
        messageId({ ...sent, eventIds: sent.eventIds.slice(37) }),
        messageId({ ...sent, eventIds: `${sent.eventIds},${otherBatch}` }),
      ];
      expect(new Set(ids).size).toBe(ids.length);
    });
    fc.assert(property);
  });
});

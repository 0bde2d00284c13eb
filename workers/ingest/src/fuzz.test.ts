import { gunzipSync } from "node:zlib";
import { BatchAnswer, ErrorAnswerSchema } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyBatch, anyId, anyTime } from "../test/any-batch.ts";
import { makeKey, post, queued, rowsOf } from "../test/batches.ts";

const tables = ["events", "web_vitals", "errors"] as const;

describe("whatever is sent", () => {
  it("any JSON value as a body is answered below 500, in the shape of the failure list", async () => {
    const { apiKey } = await makeKey();
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (body) => {
        const response = await post(body, { apiKey });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
        ErrorAnswerSchema.parse(await response.json());
      }),
      { numRuns: 300 },
    );
  });

  it("any JSON value in the place of an event is answered below 500", async () => {
    const { apiKey } = await makeKey();
    const anything = fc.record({
      id: anyId,
      sentAt: anyTime,
      context: fc.record({ sessionId: anyId }),
      events: fc.array(fc.jsonValue(), { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const response = await post(JSON.stringify(body), { apiKey });
        expect(response.status).toBe(400);
        expect(ErrorAnswerSchema.parse(await response.json()).rejected).toHaveLength(body.events.length);
      }),
      { numRuns: 200 },
    );
  });

  it("any bytes as a body are answered below 500, marked as gzip or not", async () => {
    const { apiKey } = await makeKey();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isGzip) => {
        const response = await post(new Uint8Array(bytes), { apiKey, query: isGzip ? "&z=gzip" : "" });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
        ErrorAnswerSchema.parse(await response.json());
      }),
      { numRuns: 300 },
    );
  });
});

describe("whatever valid batch is sent", () => {
  it("becomes as many rows as it has events, each of its table's shape, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(anyBatch, async (body) => {
        const { apiKey, projectId } = await makeKey();
        const response = await post(JSON.stringify(body), { apiKey });
        const answer = BatchAnswer.parse(await response.json());
        expect(answer).toMatchObject({ accepted: body.events.length, rejected: [] });
        const messages = await queued(projectId);
        const ids = tables.flatMap((table) => rowsOf(messages, table)).map((row) => row["event_id"]);
        expect(ids.sort()).toEqual(body.events.map((sent) => sent.id).sort());
        const lines = messages.flatMap((message) => message.segments.map(({ gzip }) => gunzipSync(gzip).toString()));
        // Half a surrogate pair, escaped in JSON, is what ClickHouse would refuse.
        expect(lines.join("").isWellFormed() && !/(?<!\\)(\\\\)*\\ud[89a-f]/i.test(lines.join(""))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packMessage, spoolName, unpackMessage } from "./packed-message.ts";
import { IngestTable } from "./rows.ts";

const anyMessage = fc.record({
  id: fc.uuid({ version: 7 }),
  projectId: fc.integer({ min: 1, max: 1_000_000 }),
  receivedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  archive: fc.boolean(),
  segments: fc.array(
    fc.record({
      table: fc.constantFrom(...IngestTable.options),
      rows: fc.integer({ min: 1, max: 1_000 }),
      gzip: fc.uint8Array({ maxLength: 200 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

describe("a packed message", () => {
  it("is the same message when it is unpacked", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(unpackMessage(packMessage(message))).toEqual(message);
      }),
    );
  });

  it("is refused when bytes are missing or too many", () => {
    const property = fc.property(anyMessage, fc.nat({ max: 100 }), (message, cut) => {
      const packed = packMessage(message);
      expect(unpackMessage(packed.subarray(0, Math.max(0, packed.length - 1 - cut)))).toBeUndefined();
      expect(unpackMessage(Uint8Array.from([...packed, 0]))).toBeUndefined();
    });
    fc.assert(property);
  });

  it("is refused when it is anything else", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(unpackMessage(bytes)).toBeUndefined();
      }),
    );
  });
});

it("lies in the spool by day and project", () => {
  const id = "019ab2f0-0000-7000-8000-000000000001";
  expect(spoolName({ id, projectId: 7, receivedAt: Date.UTC(2026, 10, 22) })).toBe(`spool/2026-11-22/7/${id}`);
});

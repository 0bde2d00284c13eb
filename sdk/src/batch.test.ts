import fc from "fast-check";
import { expect, it } from "vitest";
import { byteLength, encodeBatch, makeBatch } from "./batch.ts";

it("writes a body that holds the context and the events as they were handed in", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.array(fc.jsonValue()), (context, events) => {
      const batch = makeBatch(
        JSON.stringify(context),
        events.map((event) => JSON.stringify(event)),
      );
      const body = JSON.parse(encodeBatch(batch));
      const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
      expect(body).toEqual({
        id: batch.id,
        sentAt: expect.any(Number),
        context: plain(context),
        events: plain(events),
      });
    }),
  );
});

it("says of a batch that left before that it is sent again, under the same id", () => {
  const batch = makeBatch("{}", ["{}"]);
  expect(JSON.parse(encodeBatch(batch))).not.toHaveProperty("resent");
  expect(JSON.parse(encodeBatch({ ...batch, resent: true }))).toMatchObject({ id: batch.id, resent: true });
});

it("counts bytes of UTF-8, and not characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(byteLength(text)).toBe(Buffer.byteLength(text));
    }),
  );
});

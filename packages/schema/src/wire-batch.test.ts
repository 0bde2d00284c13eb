import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "./limits.ts";
import { WireBatch, WireEvent } from "./wire-batch.ts";

const id = "01a202ba-3ed2-79c0-8152-e3aa6741c437";
const custom = { kind: "custom", id, time: 1_790_000_000_000, seq: 1, url: "https://shop.example/", name: "buy" };

describe("a page's address", () => {
  it.each(["https://shop.example/a?b#c", "http://localhost:3000/", "http://127.0.0.1/", "https://bücher.example/"])(
    "%s is taken",
    (url) => expect(WireEvent.safeParse({ ...custom, url }).success).toBe(true),
  );

  it.each([
    "",
    "/cart",
    "javascript:alert(1)",
    "ftp://shop.example/",
    "https://",
    `https://a.example/${"x".repeat(3_000)}`,
  ])("%s is refused", (url) => expect(WireEvent.safeParse({ ...custom, url }).error?.issues[0]?.path).toEqual(["url"]));
});

describe("texts", () => {
  it("keep their characters, and half an emoji becomes the replacement character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: limits.nameChars - 1 }), (rest) => {
        const name = `n${rest}`;
        expect(WireEvent.parse({ ...custom, name })).toMatchObject({ name: name.toWellFormed() });
      }),
    );
    expect(WireEvent.parse({ ...custom, name: "cut \ud83d" })).toMatchObject({ name: "cut \ufffd" });
  });

  it.each([limits.nameChars, limits.nameChars + 1])("may have %i characters or not", (length) => {
    expect(WireEvent.safeParse({ ...custom, name: "x".repeat(length) }).success).toBe(length <= limits.nameChars);
  });
});

describe("the envelope", () => {
  const batch = { id, sentAt: custom.time, context: { sessionId: id }, events: [{ anything: true }] };

  it("leaves the events unchecked", () => expect(WireBatch.parse(batch)).toEqual(batch));

  it.each([
    ["events", { events: [] }],
    ["context.sessionId", { context: { sessionId: "x" } }],
    ["sentAt", { sentAt: 1.5 }],
    ["id", { id: crypto.randomUUID() }],
  ])("names %s when it is wrong", (field, change) => {
    expect(WireBatch.safeParse({ ...batch, ...change }).error?.issues[0]?.path.join(".")).toBe(field);
  });
});

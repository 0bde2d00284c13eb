import { ApiKey, keyPrefixes } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base62, newKeyText } from "./key-text.ts";

describe("newKeyText", () => {
  it.each(["public", "secret", "read"] as const)("makes a %s key that the edge takes", (kind) => {
    const text = newKeyText(kind);
    expect(ApiKey.safeParse(text).success).toBe(true);
    expect(text).toMatch(new RegExp(`^${keyPrefixes[kind]}[0-9A-Za-z]{43}$`));
    expect(newKeyText(kind)).not.toBe(text);
  });
});

describe("base62", () => {
  it("loses none of the 256 bits", () => {
    const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes32, bytes32, (one, other) => {
        expect(base62(one) === base62(other)).toBe(one.every((byte, index) => byte === other[index]));
      }),
    );
    expect(base62(new Uint8Array(32).fill(255))).toHaveLength(43);
  });
});

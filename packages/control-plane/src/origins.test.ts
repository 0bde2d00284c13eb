import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalOrigin, Origins } from "./origins.ts";

describe("canonicalOrigin", () => {
  it.each([
    ["https://shop.example", "https://shop.example"],
    ["https://*.shop.example", "https://*.shop.example"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["http://*.localhost:3000", "http://*.localhost:3000"],
    ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
    ["*", "*"],
    ["HTTPS://Shop.Example/", "https://shop.example"],
    ["https://shop.example:443", "https://shop.example"],
    ["https://münchen.example", "https://xn--mnchen-3ya.example"],
  ])("takes %s as %s", (text, origin) => expect(canonicalOrigin(text)).toBe(origin));

  it.each([
    "shop.example",
    "https://",
    "https://shop.example/path",
    "https://shop.example?query",
    "https://shop.example/?",
    "https://user@shop.example",
    "ftp://shop.example",
    "javascript:alert(1)",
    "https://*",
    "https://*.com",
    "https://shop.*.example",
    "https://*.*.example",
    "https://*shop.example",
    "null",
    "",
  ])("refuses %s", (text) => expect(canonicalOrigin(text)).toBeNull());

  it("is at rest after one pass", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["http", "https"] }), (url) => {
        const origin = canonicalOrigin(new URL(url).origin);
        expect(origin && canonicalOrigin(origin)).toBe(origin);
        expect(origin).toBe(new URL(url).origin);
      }),
    );
  });
});

describe("Origins", () => {
  it("keeps each origin once", () => {
    expect(Origins.parse(["https://shop.example/", "https://shop.example"])).toEqual(["https://shop.example"]);
  });

  it("names the one that is wrong", () => {
    expect(Origins.safeParse(["*", "shop.example"]).error?.issues[0]?.path).toEqual([1]);
  });
});

import { describe, expect, it } from "vitest";
import { clientIp } from "./client-ip.ts";

const connected = { "cf-connecting-ip": "198.51.100.1" };
const forwarded = { ...connected, "x-forwarded-for": "203.0.113.7, 198.51.100.1" };

describe("the visitor's address", () => {
  it("is whoever connected", () => expect(clientIp(new Headers(connected), undefined)).toBe("198.51.100.1"));

  it("is what one's own proxy says, which knows the secret", () => {
    expect(clientIp(new Headers({ ...forwarded, "x-perigee-proxy": "s3cret" }), "s3cret")).toBe("203.0.113.7");
  });

  it("is whoever connected, where the proxy says nothing", () => {
    expect(clientIp(new Headers({ ...connected, "x-perigee-proxy": "s3cret" }), "s3cret")).toBe("198.51.100.1");
  });

  it("is empty where nobody says", () => expect(clientIp(new Headers(), undefined)).toBe(""));

  it.each([
    ["no secret is set", forwarded, undefined],
    ["an empty one is set", { ...forwarded, "x-perigee-proxy": "" }, ""],
    ["another one is named", { ...forwarded, "x-perigee-proxy": "guess" }, "s3cret"],
    ["none is named", forwarded, "s3cret"],
  ])("is never what anybody forwards: %s", (_why, headers, secret) =>
    expect(clientIp(new Headers(headers), secret)).toBe("198.51.100.1"),
  );
});

import { describe, expect, it } from "vitest";
import { visitorHash } from "./visitor.ts";

const base = {
  secret: "a long random text",
  daySalt: "today's",
  projectId: 7,
  visitorId: undefined,
  ip: "203.0.113.7",
  userAgent: "Firefox",
};

describe("a visitor without a kept id", () => {
  it("is the same all through a day", () => {
    expect(visitorHash({ ...base })).toBe(visitorHash(base));
    expect(visitorHash(base)).toMatch(/^\d{1,20}$/);
  });

  it.each([
    ["on the next day", { daySalt: "tomorrow's" }],
    ["in another project", { projectId: 8 }],
    ["from another network", { ip: "203.0.114.7" }],
    ["with another browser", { userAgent: "Chrome" }],
    ["under another secret", { secret: "another long text" }],
  ])("is another one %s", (_name, change) => {
    expect(visitorHash({ ...base, ...change })).not.toBe(visitorHash(base));
  });
});

it.each([
  ["203.0.113.7", "203.0.113.250", "203.0.114.7"],
  ["2001:db8:1:2::7", "2001:db8:1:ffff:1:2:3:4", "2001:db8:2::7"],
])("the end of an address is cut off: %s is %s, and not %s", (ip, neighbour, stranger) => {
  expect(visitorHash({ ...base, ip: neighbour })).toBe(visitorHash({ ...base, ip }));
  expect(visitorHash({ ...base, ip: stranger })).not.toBe(visitorHash({ ...base, ip }));
});

describe("a visitor with a kept id", () => {
  const kept = { ...base, visitorId: "v-1" };

  it("is the same on other days and from other addresses", () => {
    expect(visitorHash({ ...kept, daySalt: "tomorrow's", ip: "203.0.113.8" })).toBe(visitorHash(kept));
  });

  it("is another one in another project", () => {
    expect(visitorHash({ ...kept, projectId: 8 })).not.toBe(visitorHash(kept));
  });
});

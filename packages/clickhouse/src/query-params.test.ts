import { describe, expect, it } from "vitest";
import { limit, ranged } from "./query-params.ts";

const params = ranged({ limit: limit(10) });
const day = { from: "2026-11-01", to: "2026-11-02" };

describe("accepted", () => {
  it.each([
    ["2026-11-01", Date.UTC(2026, 10, 1)],
    ["2026-11-01T12:30", Date.UTC(2026, 10, 1, 12, 30)],
    ["2026-11-01T12:30:15.250Z", Date.UTC(2026, 10, 1, 12, 30, 15, 250)],
    ["2026-11-01T12:30:00+02:00", Date.UTC(2026, 10, 1, 10, 30)],
    ["1793534400000", 1_793_534_400_000],
    [1_793_534_400_000, 1_793_534_400_000],
  ])("time %j", (from, epochMs) => expect(params.parse({ ...day, from }).from).toBe(epochMs));

  it.each([
    [undefined, []],
    ["page:is:/a:b", [{ field: "page", operator: "is", values: ["/a:b"] }]],
    [["source:is:"], [{ field: "source", operator: "is", values: [""] }]],
    [
      ["country:is:DE", "country:is:FR", "country:is_not:US"],
      [
        { field: "country", operator: "is", values: ["DE", "FR"] },
        { field: "country", operator: "is_not", values: ["US"] },
      ],
    ],
  ])("filter %j", (filter, parsed) => expect(params.parse({ ...day, filter }).filter).toEqual(parsed));

  it.each([
    [undefined, "UTC"],
    ["europe/berlin", "Europe/Berlin"],
  ])("time zone %j", (tz, name) => expect(params.parse({ ...day, tz }).tz).toBe(name));

  it("limit as text", () => expect(params.parse({ ...day, limit: "25" }).limit).toBe(25));
});

describe("refused, with the field named", () => {
  it.each([
    ["from", { ...day, from: "yesterday" }],
    ["from", { ...day, from: "2026-13-01" }],
    ["from", { ...day, from: -1 }],
    ["from", { ...day, from: 1.5 }],
    ["from", { to: day.to }],
    ["to", { ...day, to: "2026-11-01" }],
    ["to", { ...day, to: "2150-01-01" }],
    ["to", { ...day, to: null }],
    ["filter", { ...day, filter: "country" }],
    ["filter", { ...day, filter: ["country:DE"] }],
    ["filter", { ...day, filter: ["planet:is:Mars"] }],
    ["filter", { ...day, filter: ["country:like:D%"] }],
    ["filter", { ...day, filter: Array.from({ length: 51 }, () => "country:is:DE") }],
    ["filter", { ...day, filter: `page:is:${"x".repeat(3_000)}` }],
    ["tz", { ...day, tz: "Mars/Olympus" }],
    ["tz", { ...day, tz: "+02:00" }],
    ["tz", { ...day, tz: "UTC'; DROP TABLE events" }],
    ["limit", { ...day, limit: 0 }],
    ["limit", { ...day, limit: "1001" }],
    ["limit", { ...day, limit: "ten" }],
  ])("%s in %j", (field, input) => {
    const result = params.safeParse(input);
    expect(result.error?.issues[0]?.path[0]).toBe(field);
  });

  it("an unknown parameter", () => {
    expect(params.safeParse({ ...day, form: 1 }).error?.issues[0]).toMatchObject({ keys: ["form"] });
  });
});

import { describe, expect, it } from "vitest";
import { bucketName, exactTime, rangeName, relativeTime } from "./time.ts";

const at = (iso: string) => Date.parse(iso);

describe("relativeTime", () => {
  const now = at("2026-11-22T10:30:00Z");
  it.each([
    ["2026-11-22T10:30:00Z", "just now"],
    ["2026-11-22T10:29:20Z", "40 s ago"],
    ["2026-11-22T10:00:30Z", "29 min ago"],
    ["2026-11-22T07:00:00Z", "3 h ago"],
    ["2026-11-01T07:00:00Z", "21 d ago"],
    ["2026-10-01T07:00:00Z", "1 Oct 2026"],
  ])("%s is %s", (instant, text) => {
    expect(relativeTime(at(instant), now, "UTC").replaceAll("\u202f", " ")).toBe(text);
  });
});

describe("rangeName", () => {
  it.each([
    ["2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z", "1 Nov – 7 Nov"],
    ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "1 Nov"],
    ["2026-11-01T08:00:00Z", "2026-11-01T10:30:00Z", "1 Nov 08:00 – 10:30"],
    ["2026-11-01T08:00:00Z", "2026-11-02T10:00:00Z", "1 Nov 08:00 – 2 Nov 10:00"],
  ])("%s to %s is %s", (from, to, text) => expect(rangeName(at(from), at(to), "UTC")).toBe(text));
});

it("names buckets and instants in the zone", () => {
  const start = at("2026-11-21T23:00:00Z");
  expect(bucketName(start, "day", "Europe/Berlin")).toBe("Sun, 22 Nov 2026");
  expect(bucketName(start, "hour", "UTC")).toBe("Sat 21 Nov, 23:00");
  expect(bucketName(start, "week", "Europe/Berlin")).toBe("Week of 22 Nov 2026");
  expect(exactTime(start, "UTC")).toBe("21 Nov 2026, 23:00:00 UTC");
});

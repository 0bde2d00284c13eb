import { limits } from "@perigee/schema";
import { expect, it } from "vitest";
import { withinLimit } from "./written-size.ts";

const group = (sharedLength: number, rows: number) => ({
  table: "otel_logs" as const,
  shared: { ResourceSchemaUrl: "x".repeat(sharedLength - '{"ResourceSchemaUrl":""}'.length) },
  rows: Array.from({ length: rows }, (_, index) => ({ Body: String(index) })),
});

it("leaves alone what an ordinary collector sends: thousands of records of one resource", () => {
  const groups = [group(2_000, 20_000), group(1_500, 20_000)];
  expect(withinLimit(groups)).toEqual({ groups, rejected: { count: 0, message: "" } });
});

it("keeps of a resource of a megabyte as many rows as may be written, and says how many it does not", () => {
  const { groups, rejected } = withinLimit([group(100, 10), group(1_000_000, 50_000), group(100, 10)]);
  const kept = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  expect(rejected).toEqual({ count: 50_020 - kept, message: expect.stringContaining("resource") });
  expect(groups.map(({ rows }) => rows.length)).toEqual([10, 99, 10]);
  const written = groups.map(({ shared, rows }) => JSON.stringify(shared).length * rows.length);
  expect(written.reduce((sum, chars) => sum + chars)).toBeLessThanOrEqual(limits.otlpWrittenChars);
});

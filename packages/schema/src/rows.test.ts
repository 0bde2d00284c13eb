import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventRow, toDateTime64 } from "./rows.ts";

describe("times of rows", () => {
  it("are what the row schemas take, and mean the same instant", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2299, 0) }),
        fc.nat(90_000),
        (epochMs, laterMs) => {
          for (const instant of [epochMs, epochMs + laterMs]) {
            const text = EventRow.shape.ts.parse(toDateTime64(instant));
            expect(Date.parse(`${text.replace(" ", "T")}Z`)).toBe(instant);
          }
        },
      ),
    );
  });

  it("leave out what is less than a millisecond", () => {
    expect(toDateTime64(Date.UTC(2026, 0, 1) + 59_999.9)).toBe("2026-01-01 00:00:59.999");
  });

  it("refuse what is no time", () => expect(() => toDateTime64(Number.NaN)).toThrow(RangeError));
});

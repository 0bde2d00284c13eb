import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventRow, toDateTime64 } from "./rows.ts";

describe("times of rows", () => {
  it("are what the row schemas take, and mean the same instant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2299, 0) }), (epochMs) => {
        const text = EventRow.shape.ts.parse(toDateTime64(epochMs));
        expect(Date.parse(`${text.replace(" ", "T")}Z`)).toBe(epochMs);
      }),
    );
  });
});

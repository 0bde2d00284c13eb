import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { otherValue } from "./bounded-series.ts";
import { Meter } from "./instruments.ts";

const setUp = () => {
  const meter = new Meter();
  const refused = meter.counter({
    name: "perigee.test.refused",
    unit: "{request}",
    description: "Refused.",
    attributes: { step: { atMost: 5 }, failure: ["not_json", "internal"] },
  });
  return { meter, refused };
};

describe("series of an instrument", () => {
  it("are no more than its attributes allow, whatever their values, and lose no count", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 300 }), (values) => {
        const { meter, refused } = setUp();
        for (const [step, failure] of values) refused.add(1, { step, failure: failure as "internal" });
        const points = meter.totals();
        expect(points.length).toBeLessThanOrEqual((5 + 1) * (2 + 1));
        const allowed = ["not_json", "internal", otherValue];
        expect(points.every(({ attributes }) => allowed.includes(attributes["failure"] ?? ""))).toBe(true);
        expect(points.reduce((sum, { value }) => sum + Number(value), 0)).toBe(values.length);
      }),
    );
  });

  it("have the attributes of the instrument and no others", () => {
    const { meter, refused } = setUp();
    const given = { step: "decode", failure: "not_json" as const, path: "/from/a/client" };
    refused.add(1, given);
    expect(meter.totals()).toMatchObject([{ attributes: { step: "decode", failure: "not_json" } }]);
    expect(meter.totals()[0]?.attributes).not.toHaveProperty("path");
  });
});

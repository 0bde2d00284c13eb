import { expect, it } from "vitest";
import { serviceColours } from "./service-colours.ts";
import { placeOf, ticksOf } from "./time-axis.ts";

it.each([
  [0, [0]],
  [0.4, [0, 0.1, 0.2, 0.3, 0.4]],
  [336, [0, 100, 200, 300]],
  [2_990, [0, 1_000, 2_000]],
])("ticks of %d ms stand at round times", (durationMs, ticks) =>
  expect(ticksOf(durationMs).map((tick) => Number(tick.toFixed(3)))).toEqual(ticks),
);

it.each([
  [{ startMs: 25, durationMs: 50 }, 100, { left: 25, width: 50 }],
  [{ startMs: 90, durationMs: 50 }, 100, { left: 90, width: 10 }],
  [{ startMs: -5, durationMs: 0 }, 100, { left: 0, width: 0 }],
  [{ startMs: 0, durationMs: 0 }, 0, { left: 0, width: 0 }],
])("%j of %d ms has its place", (part, wholeMs, place) => expect(placeOf(part, wholeMs)).toEqual(place));

it("a service has its own colour, whoever else takes part, as long as there are enough of them", () => {
  const names = ["checkout", "payments", "inventory", "browser"];
  const colours = serviceColours(names);
  expect(new Set(colours.values()).size).toBe(names.length);
  expect(serviceColours(names.toReversed())).toEqual(colours);
  expect(serviceColours(Array.from({ length: 20 }, (_, index) => `s${index}`)).size).toBe(20);
});

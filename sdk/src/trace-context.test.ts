import fc from "fast-check";
import { expect, it } from "vitest";
import { makeTraceparent, parseTraceparent } from "./trace-context.ts";

const hex = (digits: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)).filter((id) => id.length === digits && !/^0+$/.test(id));

it("makes spans that others can read, in the trace that has begun or in a new one", () => {
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  expect(parseTraceparent(makeTraceparent(trace))?.traceId).toBe(trace);
  const spans = Array.from({ length: 200 }, () => parseTraceparent(makeTraceparent()));
  expect(new Set(spans.flatMap((span) => [span?.traceId, span?.spanId])).size).toBe(400);
});

it("says that the caller records the span", () => {
  expect(makeTraceparent()).toMatch(/-01$/);
});

it.each(["00", "01", "ff"])("reads the flags %s, whatever they say", (flags) => {
  const header = `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-${flags}`;
  expect({ ...parseTraceparent(header) }).toEqual({
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    spanId: "00f067aa0ba902b7",
  });
});

it.each([
  undefined,
  "",
  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
  "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
  "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
  "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
  "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bx-01",
  "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
])("takes %j for no traceparent", (header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});

const header = fc
  .record({ traceId: hex(32), spanId: hex(16) })
  .map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`);

it("takes one that has lost or won a character for none", () => {
  fc.assert(
    fc.property(header, fc.nat({ max: 54 }), fc.constantFrom("", "00", "-g", " 0"), (given, place, instead) => {
      expect(parseTraceparent(given.slice(0, place) + instead + given.slice(place + 1))).toBeUndefined();
    }),
  );
});

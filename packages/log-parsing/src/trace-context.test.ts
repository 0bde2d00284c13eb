import { describe, expect, it } from "vitest";
import { readSpanId, readTraceContext } from "./trace-context.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";

describe("a trace's id", () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, { traceId, spanId, flags: 1 }],
    [`cc-${traceId}-${spanId}-00-what-the-future-will-be-like`, { traceId, spanId, flags: 0 }],
    [traceId.toUpperCase(), { traceId }],
    ["4bf92f35-77b3-4da6-a3ce-929d0e0e4736", { traceId }],
    [spanId, { traceId: `0000000000000000${spanId}` }],
  ])("is read from %s", (text, context) => {
    expect(readTraceContext(text)).toEqual(context);
  });

  it.each([
    "",
    "-",
    "0".repeat(32),
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    traceId.slice(1),
    `${traceId}0`,
    "g".repeat(32),
  ])("is not %j", (text) => {
    expect(readTraceContext(text)).toBeUndefined();
  });
});

describe("a span's id", () => {
  it("is 16 hex digits, not all zero", () => {
    expect(readSpanId(spanId.toUpperCase())).toEqual({ spanId });
    expect([readSpanId("0".repeat(16)), readSpanId("12"), readSpanId("")]).toEqual([undefined, undefined, undefined]);
  });
});

import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it } from "vitest";
import { TraceLink, traceparent } from "./trace-link.tsx";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";
const link = `<meta name="traceparent" content="00-${traceId}-${spanId}-01"/>`;

describe("traceparent", () => {
  it.each([
    [{ traceId, spanId }, "01"],
    [{ traceId, spanId, traceFlags: 0 }, "00"],
    [{ traceId, spanId, traceFlags: 3 }, "03"],
  ])("of %j ends in %s", (span, flags) => expect(traceparent(span)).toBe(`00-${traceId}-${spanId}-${flags}`));

  it.each([
    undefined,
    { traceId: "0".repeat(32), spanId },
    { traceId, spanId: "0".repeat(16) },
    { traceId: traceId.toUpperCase(), spanId },
    { traceId: '"><script>', spanId },
  ])("of %j is none", (span) => expect(traceparent(span)).toBeUndefined());
});

describe("TraceLink", () => {
  const api = Symbol.for("opentelemetry.js.api.1");
  const shared = globalThis as typeof globalThis & { [api: symbol]: unknown };
  afterEach(() => {
    delete shared[api];
  });

  it("names the span that it is given", () => {
    expect(renderToStaticMarkup(<TraceLink spanContext={{ traceId, spanId }} />)).toBe(link);
  });

  it("names the active span of OpenTelemetry, without importing it", () => {
    const span = { spanContext: () => ({ traceId, spanId, traceFlags: 1 }) };
    const getValue = (key: symbol) => (key === Symbol.for("OpenTelemetry Context Key SPAN") ? span : undefined);
    shared[api] = { context: { active: () => ({ getValue }) } };
    expect(renderToStaticMarkup(<TraceLink />)).toBe(link);
  });

  it.each([undefined, {}, { context: { active: () => ({ getValue: () => undefined }) } }])(
    "renders nothing where there is no span: %j",
    (registered) => {
      shared[api] = registered;
      expect(renderToStaticMarkup(<TraceLink />)).toBe("");
    },
  );
});

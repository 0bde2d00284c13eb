import type { ReactNode } from "react";

type SpanContext = { traceId: string; spanId: string; traceFlags?: number };

export type TraceLinkProps = {
  /** Default: the active OpenTelemetry span's. */
  spanContext?: SpanContext | undefined;
};

/**
 * Names the trace in which the server renders this page, so that the browser's page load is seen as a part of it. Belongs in the `<head>` of
 * pages that are rendered for each request; a page from a cache would name the trace of somebody else's visit.
 */
export function TraceLink({ spanContext }: TraceLinkProps): ReactNode {
  const content = traceparent(spanContext ?? activeSpanContext());
  return content ? <meta name="traceparent" content={content} /> : null;
}

/** A span context as a W3C `traceparent`; undefined where it is no valid one. */
export function traceparent(span: SpanContext | undefined): string | undefined {
  if (!span) return undefined;
  const { traceId, spanId, traceFlags = 1 } = span;
  const isValid = /^(?!0+$)[\da-f]{32}$/.test(traceId) && /^(?!0+$)[\da-f]{16}$/.test(spanId);
  return isValid ? `00-${traceId}-${spanId}-${(traceFlags & 255).toString(16).padStart(2, "0")}` : undefined;
}

type OpenTelemetry = {
  context?: { active(): { getValue(key: symbol): { spanContext?(): SpanContext } | undefined } };
};

/** `@opentelemetry/api` puts itself under these symbols, whichever copy of it is installed; so nothing needs to be imported. */
function activeSpanContext(): SpanContext | undefined {
  const shared = globalThis as typeof globalThis & { [api: symbol]: OpenTelemetry | undefined };
  const span = shared[Symbol.for("opentelemetry.js.api.1")]?.context
    ?.active()
    .getValue(Symbol.for("OpenTelemetry Context Key SPAN"));
  return span?.spanContext?.();
}

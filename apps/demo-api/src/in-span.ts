import { type Attributes, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("demo-api");

type Work = { name: string; kind?: SpanKind; attributes?: Attributes };

/** Runs work in a span of its own. What it throws goes on, and stands in the span (OpenTelemetry's conventions for exceptions). */
export function inSpan<T>(
  { name, kind = SpanKind.INTERNAL, attributes = {} }: Work,
  work: (span: Span) => T | Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw cause;
    } finally {
      span.end();
    }
  });
}

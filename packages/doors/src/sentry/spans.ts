import type { KeyValues, Span, SpanLink, Spans } from "@perigee/otlp";
import { z } from "zod";
import { goodOnes, hexId, maybe } from "../lenient.ts";
import { Attributes, readContainer } from "./containers.ts";
import type { EnvelopeHeader } from "./envelope.ts";
import { nanos, time } from "./time.ts";
import { kindOf, plainSpan, spanLink, weightOf } from "./transaction.ts";

/** Spans of version 2, which are sent without a transaction: https://develop.sentry.dev/sdk/telemetry/spans/span-protocol/ */
const SpanV2 = z.object({
  trace_id: hexId(32),
  span_id: hexId(16),
  parent_span_id: hexId(16),
  name: z.string().catch(""),
  status: maybe(z.string()),
  start_timestamp: time,
  end_timestamp: time,
  attributes: Attributes,
  links: goodOnes(z.object({ trace_id: hexId(32), span_id: hexId(16), attributes: Attributes })),
});

export function spansOf(payload: unknown, { trace }: EnvelopeHeader): { spans: Spans; faults: string[] } {
  const weight = weightOf(trace?.sample_rate);
  const read = (entry: unknown): Span | undefined => {
    const span = spanOf(entry);
    return span && { ...span, weight };
  };
  const { scoped, faults } = readContainer(payload, { name: "span", read });
  return { spans: scoped, faults };
}

function spanOf(entry: unknown): Span | undefined {
  const parsed = SpanV2.safeParse(entry);
  if (!parsed.success) return undefined;
  const {
    trace_id,
    span_id,
    parent_span_id = "",
    name,
    status,
    start_timestamp: start,
    attributes,
    links,
  } = parsed.data;
  const end = parsed.data.end_timestamp ?? start;
  if (!trace_id || !span_id || start === undefined || end === undefined) return undefined;
  return {
    ...plainSpan(),
    traceId: trace_id,
    spanId: span_id,
    parentSpanId: parent_span_id,
    name,
    kind: kindOf(attributes.get("sentry.kind") ?? attributes.get("otel.kind"), textAt(attributes, "sentry.op")),
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(end),
    attributes,
    links: links.flatMap(linkOf),
    statusCode: statusCodes.get(status ?? "") ?? 0,
    statusMessage: status === "error" ? textAt(attributes, "sentry.status.message") : "",
  };
}

const statusCodes = new Map(Object.entries({ ok: 1, error: 2 }));

function textAt(attributes: KeyValues, name: string): string {
  const value = attributes.get(name);
  return typeof value === "string" ? value : "";
}

type Link = z.infer<typeof SpanV2>["links"][number];

const linkOf = ({ trace_id: traceId, span_id: spanId, attributes }: Link): SpanLink[] =>
  traceId && spanId ? [spanLink({ traceId, spanId, attributes })] : [];

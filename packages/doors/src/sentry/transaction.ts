import type { Span, SpanLink, Spans } from "@perigee/otlp";
import { limits } from "@perigee/schema";
import { z } from "zod";
import { attributesOf, keyValues, withoutPersonal } from "../attributes.ts";
import { maybe, withinLimit } from "../lenient.ts";
import type { EnvelopeHeader } from "./envelope.ts";
import { type Event, TraceContext } from "./event.ts";
import { resourceOf, scopeOf, sourceOf } from "./resource.ts";
import { nanos, time } from "./time.ts";

/** A span as it stands in a transaction, and alone in an item `span`: https://develop.sentry.dev/sdk/data-model/event-payloads/span/ */
export const SpanPayload = TraceContext.extend({
  start_timestamp: time,
  timestamp: time,
  description: maybe(z.string()),
});
type SpanPayload = z.infer<typeof SpanPayload>;

/** The transaction is the root of its spans. `faults` has a sentence for each that cannot be read. */
export function transactionSpans(event: Event, header: EnvelopeHeader): { spans: Spans; faults: string[] } {
  const { start_timestamp, timestamp, transaction: description, contexts } = event;
  const trace = contexts?.trace ?? { data: {}, links: [] };
  const rate = header.trace?.sample_rate;
  const faults: string[] = [];
  const root = spanOf({ ...trace, start_timestamp, timestamp, description }, rate);
  if (!root) faults.push(`transaction: ${rule}`);
  const children = withinLimit(event.spans, "transaction.spans", faults).flatMap((candidate, index) => {
    const payload = SpanPayload.safeParse(candidate);
    const span = payload.success
      ? spanOf({ ...payload.data, trace_id: payload.data.trace_id ?? trace.trace_id }, rate)
      : undefined;
    if (!span) faults.push(`transaction.spans.${index}: ${rule}`);
    return span ?? [];
  });
  const items = root ? [root, ...children] : children;
  const source = sourceOf(event);
  const spans = items.length > 0 ? [{ resource: resourceOf(source), scope: scopeOf(source), items }] : [];
  return { spans, faults };
}

const rule = "must have a trace_id, a span_id and a start_timestamp";

/** `rate` is the share of the traces that the SDK kept. */
export function spanOf(payload: SpanPayload, rate: number | undefined): Span | undefined {
  const { trace_id: traceId, span_id: spanId, start_timestamp: start, timestamp: end = start } = payload;
  if (!traceId || !spanId || start === undefined || end === undefined) return undefined;
  const { op = "", origin, description, status, data } = payload;
  const own = keyValues([
    ["sentry.op", op || undefined],
    ["sentry.origin", origin],
  ]);
  return {
    ...plainSpan(),
    traceId,
    spanId,
    parentSpanId: payload.parent_span_id ?? "",
    name: description || op,
    kind: kindOf(data["sentry.kind"] ?? data["otel.kind"], op),
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(end),
    attributes: withoutPersonal(new Map([...attributesOf(data), ...own])),
    links: payload.links.flatMap(linkOf),
    weight: weightOf(rate),
    ...statusOf(status),
  };
}

function linkOf({ trace_id: traceId, span_id: spanId, attributes }: SpanPayload["links"][number]): SpanLink[] {
  return traceId && spanId ? [spanLink({ traceId, spanId, attributes: attributesOf(attributes) })] : [];
}

export const spanLink = (link: Pick<SpanLink, "traceId" | "spanId" | "attributes">): SpanLink => ({
  ...link,
  traceState: "",
  droppedAttributesCount: 0,
  flags: 0,
});

/** What was kept at a rate stands for the others. */
export const weightOf = (rate: unknown): number =>
  typeof rate === "number" && rate > 0 && rate < 1 ? Math.min(limits.weight, 1 / rate) : 1;

/** What Sentry does not have. */
export const plainSpan = () => ({
  traceState: "",
  flags: 0,
  droppedAttributesCount: 0,
  events: [],
  droppedEventsCount: 0,
  droppedLinksCount: 0,
});

const kinds = new Map(Object.entries({ internal: 1, server: 2, client: 3, producer: 4, consumer: 5 }));

/** @sentry/node keeps OpenTelemetry's kind beside the span; elsewhere the operation tells it. */
export function kindOf(said: unknown, op: string): number {
  const kind = typeof said === "string" ? kinds.get(said.toLowerCase()) : undefined;
  if (kind !== undefined) return kind;
  if (/^(?:http|grpc|rpc)\.server/.test(op)) return 2;
  if (/^(?:http\.client|(?:grpc|rpc)\.client|db|cache)/.test(op)) return 3;
  if (/^queue\.(?:publish|submit|create)/.test(op)) return 4;
  return /^queue\.(?:process|receive|task)/.test(op) ? 5 : 1;
}

/** Sentry's words are gRPC's status codes, of which one alone is good. */
function statusOf(status: string | undefined): Pick<Span, "statusCode" | "statusMessage"> {
  if (status === undefined) return { statusCode: 0, statusMessage: "" };
  return status === "ok" ? { statusCode: 1, statusMessage: "" } : { statusCode: 2, statusMessage: status };
}

import { limits, type SpanRow, spanKinds, statusCodes } from "@perigee/schema";
import { Findings } from "./findings.ts";
import type { MadeRows, Receipt } from "./row-group.ts";
import {
  addDropped,
  droppedAttributes,
  fitId,
  fitIds,
  fitName,
  fitText,
  isSpanId,
  isTraceId,
  toTextMap,
} from "./row-text.ts";
import { RowTimes, toDateTime64Nanos } from "./row-times.ts";
import { sourceColumns } from "./source-columns.ts";
import type { Span, SpanEvent, SpanLink, Spans } from "./tree.ts";

/** Rows of `otel_traces`. A span without valid ids or from too long ago is refused; one that ends before it begins takes no time. */
export function spanRows(spans: Spans, { receivedAt }: Receipt): MadeRows {
  const findings = new Findings();
  const times = new RowTimes(receivedAt, findings);
  const groups = spans.map((scoped) => ({
    table: "otel_traces" as const,
    shared: sourceColumns(scoped, findings),
    rows: scoped.items.map((span) => spanRow(span, times, findings)).filter((row) => row !== undefined),
  }));
  return { groups: groups.filter(({ rows }) => rows.length > 0), rejected: findings.toRejected() };
}

function spanRow(span: Span, times: RowTimes, findings: Findings) {
  if (!hasValidIds(span, findings)) return undefined;
  const start = times.clamp(span.startTimeUnixNano || span.endTimeUnixNano);
  if (times.isTooOld(start, "startTimeUnixNano")) return undefined;
  const [events, links] = [fitList(span.events, findings), fitList(span.links, findings)];
  return {
    Timestamp: toDateTime64Nanos(start),
    TraceId: span.traceId,
    SpanId: span.spanId,
    ParentSpanId: fitId(span.parentSpanId, isSpanId, findings),
    TraceState: fitText(span.traceState, limits.otlpTextChars, findings),
    TraceFlags: span.flags,
    SpanName: fitName(span.name, findings),
    SpanKind: spanKinds[span.kind] ?? "Unspecified",
    SpanAttributes: toTextMap(span.attributes, findings),
    Duration: String(duration(span, findings)),
    StatusCode: statusCodes[span.statusCode] ?? "Unset",
    StatusMessage: fitText(span.statusMessage, limits.otlpTextChars, findings),
    ...eventColumns(events, { start, times, findings }),
    ...linkColumns(links, findings),
    ...countColumns(events, links),
    DroppedEventsCount: addDropped(span.droppedEventsCount, countBeyond(span.events)),
    DroppedLinksCount: addDropped(span.droppedLinksCount, countBeyond(span.links)),
    DroppedAttributesCount: droppedAttributes(span),
    weight: span.weight ?? 1,
    redacted: span.redacted ?? {},
  } satisfies Partial<SpanRow>;
}

/** Most events and links have lost nothing, and then it is not said. */
function countColumns(events: readonly SpanEvent[], links: readonly SpanLink[]) {
  const [ofEvents, ofLinks] = [events.map(droppedAttributes), links.map(droppedAttributes)];
  const flags = links.map((link) => link.flags);
  return {
    ...(ofEvents.some(Boolean) && { "Events.DroppedAttributesCount": ofEvents }),
    ...(ofLinks.some(Boolean) && { "Links.DroppedAttributesCount": ofLinks }),
    ...(flags.some(Boolean) && { "Links.Flags": flags }),
  };
}

function hasValidIds({ traceId, spanId }: Span, findings: Findings): boolean {
  if (!isTraceId(traceId)) findings.reject("traceId must be 32 hex digits and not zero");
  else if (!isSpanId(spanId)) findings.reject("spanId must be 16 hex digits and not zero");
  else return true;
  return false;
}

/** Of the times as they came: a time that is set right here does not change how long it took. */
function duration({ startTimeUnixNano, endTimeUnixNano }: Span, findings: Findings): bigint {
  const nanos = startTimeUnixNano === 0n || endTimeUnixNano === 0n ? 0n : endTimeUnixNano - startTimeUnixNano;
  if (nanos >= 0n) return nanos;
  findings.warn("spans ended before they began and have a duration of 0");
  return 0n;
}

type At = { start: bigint; times: RowTimes; findings: Findings };

/** Most spans have no events and no links, and ClickHouse knows without being told that a list is empty. */
function eventColumns(events: readonly SpanEvent[], { start, times, findings }: At) {
  if (events.length === 0) return {};
  return {
    "Events.Timestamp": events.map(({ timeUnixNano }) => toDateTime64Nanos(times.clamp(timeUnixNano || start))),
    "Events.Name": events.map(({ name }) => fitName(name, findings)),
    "Events.Attributes": events.map(({ attributes }) => toTextMap(attributes, findings)),
  };
}

function linkColumns(links: readonly SpanLink[], findings: Findings) {
  if (links.length === 0) return {};
  const ids = links.map((link) => fitIds(link, findings));
  return {
    "Links.TraceId": ids.map(({ traceId }) => traceId),
    "Links.SpanId": ids.map(({ spanId }) => spanId),
    "Links.TraceState": links.map(({ traceState }) => fitText(traceState, limits.otlpTextChars, findings)),
    "Links.Attributes": links.map(({ attributes }) => toTextMap(attributes, findings)),
  };
}

function fitList<Item>(list: readonly Item[], findings: Findings): readonly Item[] {
  if (list.length <= limits.otlpSpanEvents) return list;
  findings.warn(
    `events or links were dropped: a span holds at most ${limits.otlpSpanEvents} of each`,
    countBeyond(list),
  );
  return list.slice(0, limits.otlpSpanEvents);
}

const countBeyond = (list: readonly unknown[]): number => Math.max(0, list.length - limits.otlpSpanEvents);

import type { Said } from "../door.ts";
import { readJson } from "../read-json.ts";
import type { EnvelopeHeader, Item } from "./envelope.ts";
import { errorDraft } from "./error.ts";
import { errorLogs } from "./error-log.ts";
import { Event } from "./event.ts";
import { logsOf } from "./logs.ts";
import { metricsOf } from "./metrics.ts";
import { type Around, batchesOfPage } from "./page.ts";
import { resourceOf, scopeOf } from "./resource.ts";
import { spansOf } from "./spans.ts";
import { SpanPayload, spanOf, transactionSpans } from "./transaction.ts";
import { vitalDrafts } from "./vitals.ts";

/** What one item said. */
export type Part = Partial<Omit<Said, "rejected" | "notKept">> & { faults?: string[]; notKept?: string };

/** Items that are kept. Sessions, replays, profiles, check-ins, reports and attachments have no place here. */
const readers: Record<string, (json: unknown, around: Around, item: Item) => Part> = {
  event: readError,
  transaction: readTransaction,
  span: (json, { header }, { content_type }) =>
    content_type?.includes("span.v2") ? spansOf(json, header) : readSpan(json, header),
  log: logsOf,
  trace_metric: metricsOf,
};

export function readItem(item: Item, around: Around): Part {
  const read = Object.hasOwn(readers, item.type) ? readers[item.type] : undefined;
  if (!read) return { notKept: item.type };
  const json = readJson(item.payload);
  return json.ok ? read(json.value, around, item) : { faults: [`${item.type}: ${json.failure.message}`] };
}

/** Errors of pages belong to what visitors see; those of back ends, and of pages that have no address, are log records. */
export function readError(json: unknown, around: Around): Part {
  const event = eventOf(json, around);
  if (!event) return notAnObject("event");
  const batches = batchesOfPage(event, around, (place) => [errorDraft(event, place)]);
  return batches ? { batches } : { logs: errorLogs(event) };
}

function readTransaction(json: unknown, around: Around): Part {
  const event = eventOf(json, around);
  if (!event) return notAnObject("transaction");
  const batches = batchesOfPage(event, around, (place) => vitalDrafts(event, place)) ?? [];
  return { ...transactionSpans(event, around.header), batches };
}

function eventOf(json: unknown, { header }: Around): Event | undefined {
  const parsed = Event.safeParse(json);
  return parsed.success ? { ...parsed.data, sdk: parsed.data.sdk ?? header.sdk } : undefined;
}

function readSpan(json: unknown, { sdk, trace }: EnvelopeHeader): Part {
  const payload = SpanPayload.safeParse(json);
  const span = payload.success ? spanOf(payload.data, trace?.sample_rate) : undefined;
  if (!span) return { faults: ["span: must have a trace_id, a span_id and a start_timestamp"] };
  return { spans: [{ resource: resourceOf({ sdk }), scope: scopeOf({ sdk }), items: [span] }] };
}

const notAnObject = (type: string): Part => ({ faults: [`${type}: must be an object`] });

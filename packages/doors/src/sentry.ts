import { type Failure, failures, metricLabel, type Result, succeed } from "@perigee/schema";
import type { Asked, Door, Said } from "./door.ts";
import { readJson } from "./read-json.ts";
import { rejectedOf } from "./said.ts";
import { EnvelopeHeader, readEnvelope } from "./sentry/envelope.ts";
import { type Part, readError, readItem } from "./sentry/items.ts";

/** What Sentry's SDKs send to the host of their DSN. The project in their address is of no use here: the key tells ours. */
const collector: Omit<Door, "path" | "read"> = {
  keyOf: (headers, url) => url.searchParams.get("sentry_key") ?? keyInHeader(headers.get("x-sentry-auth") ?? ""),
  accept: ({ eventId }) => Response.json(eventId === undefined ? {} : { id: eventId }),
  refusalHeaders: rateLimits,
};

/**
 * Seconds, of no category and so of all, and why.
 * https://develop.sentry.dev/sdk/expected-features/rate-limiting/
 */
function rateLimits({ type, retryAfterS }: Failure): Record<string, string> {
  if (failures[type].status !== 429 || retryAfterS === undefined) return {};
  return { "x-sentry-rate-limits": `${retryAfterS}::organization:${metricLabel(type)}` };
}

export const sentry: readonly Door[] = [
  { path: "/api/:project/envelope", read: readEnvelopes, ...collector },
  { path: "/api/:project/store", read: readStored, ...collector },
];

/** `Sentry sentry_version=7, sentry_key=…, sentry_client=…` */
const keyInHeader = (header: string): string | undefined => header.match(/\bsentry_key=(\w+)/)?.[1];

function readEnvelopes(asked: Asked): Result<Said> {
  const envelope = readEnvelope(asked.body);
  if (!envelope.ok) return envelope;
  const { header, items, faults } = envelope.value;
  const parts = items.map((item) => readItem(item, { header, asked }));
  return succeed(joined([...parts, { faults }], header.event_id));
}

/** The address before envelopes: one event, as JSON. */
function readStored(asked: Asked): Result<Said> {
  const json = readJson(asked.body);
  if (!json.ok) return json;
  const { event_id } = EnvelopeHeader.catch({}).parse(json.value);
  return succeed(joined([readError(json.value, { header: {}, asked })], event_id));
}

function joined(parts: readonly Part[], eventId?: string): Said {
  const all = <Entry>(pick: (part: Part) => Entry | readonly Entry[] | undefined): Entry[] =>
    parts.flatMap((part) => pick(part) ?? []);
  const notKept = all((part) => part.notKept);
  return {
    logs: all(({ logs }) => logs),
    spans: all(({ spans }) => spans),
    metrics: all(({ metrics }) => metrics),
    batches: all(({ batches }) => batches),
    rejected: rejectedOf(
      all(({ faults }) => faults),
      notKept,
    ),
    eventId,
    notKept: notKept.length,
  };
}

import { type Result, succeed } from "@perigee/schema";
import type { Asked, Door, Said } from "./door.ts";
import { readJson } from "./read-json.ts";
import { rejectedOf } from "./said.ts";
import { readEnvelope } from "./sentry/envelope.ts";
import { type Part, readError, readItem } from "./sentry/items.ts";

/** What Sentry's SDKs send to the host of their DSN. The project in their address is of no use here: the key tells ours. */
const collector: Pick<Door, "keyOf" | "accept"> = {
  keyOf: (headers, url) => url.searchParams.get("sentry_key") ?? keyInHeader(headers.get("x-sentry-auth") ?? ""),
  accept: ({ eventId }) => Response.json(eventId === undefined ? {} : { id: eventId }),
};

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
  return json.ok ? succeed(joined([readError(json.value, { header: {}, asked })])) : json;
}

function joined(parts: readonly Part[], eventId?: string): Said {
  const all = <Entry>(pick: (part: Part) => Entry | readonly Entry[] | undefined): Entry[] =>
    parts.flatMap((part) => pick(part) ?? []);
  return {
    logs: all(({ logs }) => logs),
    spans: all(({ spans }) => spans),
    metrics: all(({ metrics }) => metrics),
    batches: all(({ batches }) => batches),
    rejected: rejectedOf(
      all(({ faults }) => faults),
      all(({ notKept }) => notKept),
    ),
    eventId,
  };
}

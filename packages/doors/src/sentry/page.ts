import type { WireContext } from "@perigee/schema";
import type { Asked } from "../door.ts";
import { hashOfBody, visitOf } from "../stable-id.ts";
import { type Draft, pageAddress, wireBatches } from "../wire-batches.ts";
import type { EnvelopeHeader } from "./envelope.ts";
import type { Event } from "./event.ts";

/** What surrounds an item. */
export type Around = { header: EnvelopeHeader; asked: Asked };

/** Where and when something happened on a page; `time` is whole milliseconds since the epoch. */
export type Place = { url: string; time: number };

/** Batches of what `draw` makes of an event; undefined where it is not one of a page, or the page has no address. */
export function batchesOfPage(
  event: Event,
  { header, asked }: Around,
  draw: (place: Place) => Draft[],
): unknown[] | undefined {
  const url = isOfPage(event) ? pageAddress(event.request?.url, asked.headers) : undefined;
  if (url === undefined) return undefined;
  const seed = event.event_id ?? header.event_id ?? hashOfBody(asked.body);
  const sentAt = Date.parse(header.sent_at ?? "") || asked.receivedAt;
  const time = Math.round(event.timestamp ?? sentAt);
  return wireBatches({ context: contextOf(event, { time, seed }), drafts: draw({ url, time }), seed, sentAt });
}

const servers = /node|bun|deno|cloudflare|aws-serverless|vercel|google-cloud/;

/** All SDKs for JavaScript say `javascript` or `node` as their platform; some write `javascript` on servers, too. */
const isOfPage = ({ platform, sdk }: Event): boolean => platform === "javascript" && !servers.test(sdk?.name ?? "");

/** Sentry's browser SDK has one trace for a page and what follows until the next; that is the nearest thing to a visit. */
function contextOf(event: Event, { time, seed }: { time: number; seed: string }): WireContext {
  const { contexts, sdk } = event;
  return {
    sessionId: visitOf("sentry", contexts?.trace?.trace_id ?? seed, time),
    userId: event.user?.id,
    release: event.release,
    environment: event.environment,
    language: contexts?.culture?.locale,
    sdkVersion: sdk && `${(sdk.name ?? "sentry").replace("sentry.javascript.", "sentry ")} ${sdk.version ?? ""}`.trim(),
  };
}

import {
  automaticEvents,
  type ErrorRow,
  type EventRow,
  toDateTime64,
  type WebVitalRow,
  type WireContext,
  type WireEvent,
} from "@perigee/schema";
import type { Campaign } from "./campaign.ts";
import type { Channel } from "./channel.ts";
import type { Device } from "./device.ts";
import { issueOf } from "./issue.ts";
import { asText, errorTags, eventProps, type StoredEvent } from "./props.ts";

/** Everything about a batch that its rows share. */
export type Sender = {
  projectId: number;
  retentionDays: number;
  receivedAt: number;
  context: WireContext;
  visitorId: string;
  referrerHost: string;
  campaign: Campaign;
  channel: Channel;
  place: Place;
  device: Device;
  /** How far the client's clock was ahead, milliseconds. */
  clockSkewMs: number;
};

export type Place = { country: string; region: string; city: string; asOrganisation: string };

/** Columns that are equal in all rows of a batch, by table; they are turned into JSON once and not with each row. */
export type SharedColumns = ReturnType<typeof sharedColumns>;

/** A row without its shared columns and without the id of the message that will carry it. */
export type OwnColumns =
  | { table: "events"; columns: Own<EventRow, SharedColumns["events"]> }
  | { table: "web_vitals"; columns: Own<WebVitalRow, SharedColumns["web_vitals"]> }
  | { table: "errors"; columns: Own<ErrorRow, SharedColumns["errors"]> };

/** Columns that a row leaves out, as undefined, where they hold ClickHouse's own default: most events have none of them. */
type Defaulted =
  | "duration_ms"
  | "value"
  | "target"
  | "status"
  | "span_id"
  | "scroll_depth"
  | "trace_id"
  | "weight"
  | "clamped"
  | "redacted"
  | "session_weight";

type Own<Row, Shared> = Omit<Row, keyof Shared | "message_id" | Defaulted> & {
  [Column in Exclude<keyof Row & Defaulted, keyof Shared>]: Row[Column] | undefined;
};

export function sharedColumns(sender: Sender) {
  const { context, campaign, device, place } = sender;
  const everywhere = {
    project_id: sender.projectId,
    retention_days: sender.retentionDays,
    received_at: toDateTime64(sender.receivedAt),
    session_id: context.sessionId,
    visitor_id: sender.visitorId,
    browser: device.browser,
    device: device.device,
    country: place.country,
    release: context.release ?? "",
    environment: context.environment ?? "",
    as_organisation: place.asOrganisation,
    bot: Number(device.isBot),
    clock_skew_ms: int32(sender.clockSkewMs),
  };
  const person = { user_id: context.userId ?? "", os: device.os };
  return {
    events: {
      ...everywhere,
      ...person,
      referrer_host: sender.referrerHost,
      channel: sender.channel,
      utm_source: campaign.utmSource,
      utm_medium: campaign.utmMedium,
      utm_campaign: campaign.utmCampaign,
      region: place.region,
      city: place.city,
      browser_version: device.browser_version,
      language: context.language ?? "",
      viewport_w: context.viewportWidth ?? 0,
      service: context.service ?? "",
    },
    web_vitals: everywhere,
    // Frames are a JSON list that symbolication fills.
    errors: { ...everywhere, ...person, span_id: "", frames: "[]" },
  };
}

/** Clocks that never were set are decades off. */
const int32 = (value: number): number => Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.round(value)));

/** `route` is made of the path, for events that come without one. */
export type Page = { host: string; path: string; route: string };

/** Where an event happened, the properties that the site gave for the whole batch, if there are any, and what the edge did with it. */
export type Setting = {
  page: Page;
  siteProps: Record<string, string> | undefined;
  clamped: boolean;
  redacted: ReadonlyMap<string, number> | undefined;
  sessionWeight: number | undefined;
};

export function ownColumns(event: WireEvent, setting: Setting): OwnColumns {
  if (event.kind === "vital") return { table: "web_vitals", columns: vitalColumns(event, setting) };
  if (event.kind === "error") return { table: "errors", columns: errorColumns(event, setting) };
  return { table: "events", columns: eventColumns(event, setting) };
}

type EventOf<Kind extends WireEvent["kind"]> = Extract<WireEvent, { kind: Kind }>;

// Each table's columns stand in one literal: to spread common ones into it would take several times as long. What is undefined
// there is left out of the JSON.

function eventColumns(event: StoredEvent, { page, siteProps, clamped, redacted, sessionWeight }: Setting) {
  return {
    event_id: event.id,
    ts: toDateTime64(event.time),
    host: page.host,
    path: page.path,
    route: event.route ?? page.route,
    seq: event.seq,
    event: event.kind === "custom" ? event.name : automaticEvents[event.kind],
    duration_ms: "durationMs" in event ? event.durationMs : undefined,
    value: event.kind === "custom" ? event.value : undefined,
    props: eventProps(event, siteProps),
    target: targetOf(event),
    status: "status" in event ? event.status : undefined,
    span_id: event.kind === "request" ? event.spanId : undefined,
    scroll_depth: event.kind === "engagement" ? event.scrollDepth : undefined,
    trace_id: event.traceId,
    weight: event.weight,
    clamped: clamped ? 1 : undefined,
    redacted: redacted && Object.fromEntries(redacted),
    session_weight: sessionWeight,
  };
}

function targetOf(event: StoredEvent): string | undefined {
  if (event.kind === "flag") return event.key;
  return "target" in event ? event.target : undefined;
}

function vitalColumns(event: EventOf<"vital">, { page, clamped, redacted }: Setting) {
  return {
    event_id: event.id,
    ts: toDateTime64(event.time),
    host: page.host,
    path: page.path,
    route: event.route ?? page.route,
    metric: event.metric,
    value: event.value,
    rating: event.rating,
    navigation_type: event.navigationType,
    target: event.target ?? "",
    attribution: asText(event.attribution),
    trace_id: event.traceId,
    weight: event.weight,
    clamped: clamped ? 1 : undefined,
    redacted: redacted && Object.fromEntries(redacted),
  };
}

function errorColumns(event: EventOf<"error">, { page, siteProps, clamped, redacted }: Setting) {
  const { issueId, culprit } = issueOf(event);
  return {
    event_id: event.id,
    ts: toDateTime64(event.time),
    host: page.host,
    path: page.path,
    route: event.route ?? page.route,
    issue_id: issueId,
    type: event.type,
    message: event.message,
    culprit,
    level: event.level ?? "error",
    handled: Number(event.handled ?? !event.mechanism.startsWith("on")),
    stack_raw: event.stack ?? "",
    breadcrumbs: JSON.stringify(event.breadcrumbs ?? []),
    tags: errorTags(event, siteProps),
    trace_id: event.traceId,
    weight: event.weight,
    clamped: clamped ? 1 : undefined,
    redacted: redacted && Object.fromEntries(redacted),
  };
}

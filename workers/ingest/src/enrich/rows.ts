import {
  type ErrorRow,
  type EventRow,
  type Props,
  toDateTime64,
  type WebVitalRow,
  type WireContext,
  type WireEvent,
} from "@perigee/schema";
import type { Channel } from "./channel.ts";
import type { Device } from "./device.ts";
import { issueOf } from "./issue.ts";

/** Everything about a batch that its rows share. */
export type Sender = {
  projectId: number;
  retentionDays: number;
  receivedAt: number;
  context: WireContext;
  visitorId: string;
  referrerHost: string;
  channel: Channel;
  place: { country: string; region: string; city: string };
  device: Device;
};

/** Columns that are equal in all rows of a batch, by table; they are turned into JSON once and not with each row. */
export type SharedColumns = ReturnType<typeof sharedColumns>;

/** A row without its shared columns and without the id of the message that will carry it. */
export type OwnColumns =
  | { table: "events"; columns: Own<EventRow, SharedColumns["events"]> }
  | { table: "web_vitals"; columns: Own<WebVitalRow, SharedColumns["web_vitals"]> }
  | { table: "errors"; columns: Own<ErrorRow, SharedColumns["errors"]> };

type Own<Row, Shared> = Omit<Row, keyof Shared | "message_id">;

export function sharedColumns(sender: Sender) {
  const { context, device, place } = sender;
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
  };
  const person = { user_id: context.userId ?? "", os: device.os, trace_id: "" };
  return {
    events: {
      ...everywhere,
      ...person,
      referrer_host: sender.referrerHost,
      channel: sender.channel,
      utm_source: context.utmSource ?? "",
      utm_medium: context.utmMedium ?? "",
      utm_campaign: context.utmCampaign ?? "",
      region: place.region,
      city: place.city,
      browser_version: device.browser_version,
      language: context.language ?? "",
      viewport_w: context.viewportWidth ?? 0,
      service: context.service ?? "",
    },
    web_vitals: everywhere,
    // Frames and breadcrumbs are JSON lists that symbolication and the SDK's next stage fill.
    errors: { ...everywhere, ...person, span_id: "", frames: "[]", breadcrumbs: "[]" },
  };
}

export type Page = { host: string; path: string };

export function ownColumns(event: WireEvent, page: Page): OwnColumns {
  if (event.kind === "vital") return { table: "web_vitals", columns: vitalColumns(event, page) };
  if (event.kind === "error") return { table: "errors", columns: errorColumns(event, page) };
  return { table: "events", columns: eventColumns(event, page) };
}

type EventOf<Kind extends WireEvent["kind"]> = Extract<WireEvent, { kind: Kind }>;

// Each table's columns stand in one literal: to spread common ones into it would take several times as long.

function eventColumns(event: EventOf<"pageview" | "engagement" | "custom">, { host, path }: Page) {
  return {
    event_id: event.id,
    ts: toDateTime64(event.time),
    host,
    path,
    route: event.route ?? "",
    seq: event.seq,
    event: event.kind === "custom" ? event.name : event.kind,
    duration_ms: event.kind === "engagement" ? event.durationMs : 0,
    value: event.kind === "custom" ? (event.value ?? 0) : 0,
    props: eventProps(event),
  };
}

function eventProps(event: EventOf<"pageview" | "engagement" | "custom">): Record<string, string> {
  switch (event.kind) {
    case "pageview":
      return { navigation_type: event.navigationType, ...(event.title && { title: event.title }) };
    case "engagement":
      return {};
    case "custom":
      return asText(event.props);
  }
}

function vitalColumns(event: EventOf<"vital">, { host, path }: Page) {
  return {
    event_id: event.id,
    ts: toDateTime64(event.time),
    host,
    path,
    route: event.route ?? "",
    metric: event.metric,
    value: event.value,
    rating: event.rating,
    navigation_type: event.navigationType,
    target: event.target ?? "",
    attribution: asText(event.attribution),
  };
}

function errorColumns(event: EventOf<"error">, { host, path }: Page) {
  const { issueId, culprit } = issueOf(event);
  return {
    event_id: event.id,
    ts: toDateTime64(event.time),
    host,
    path,
    route: event.route ?? "",
    issue_id: issueId,
    type: event.type,
    message: event.message,
    culprit,
    level: event.level,
    handled: Number(event.handled),
    stack_raw: event.stack ?? "",
    tags: { ...asText(event.props), mechanism: event.mechanism },
  };
}

function asText(props: Props = {}): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key of Object.keys(props)) texts[key] = String(props[key]);
  return texts;
}

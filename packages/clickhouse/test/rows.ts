import { type ErrorRow, type EventRow, toDateTime64, type WebVitalRow } from "@perigee/schema";

/** Rows with every column filled in, in which a test names only what it is about. Times in epoch milliseconds. */

const ids = { next: 1 };
const uuid = (epochMs: number): string => {
  const time = epochMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(ids.next++).padStart(12, "0")}`;
};

/** An id of a visit that begins at this time. */
export const sessionAt = (epochMs: number): string => uuid(epochMs);

type Given<Row> = { at: number } & Partial<Row>;

const edge = { as_organisation: "", bot: 0, clock_skew_ms: 0, clamped: 0, redacted: {} };

const head = (at: number) => ({
  project_id: 1,
  // Tests tell of fixed days, which must not run out.
  retention_days: 3_650,
  ts: toDateTime64(at),
  received_at: toDateTime64(at),
  event_id: uuid(at),
  message_id: "018f0000-0000-7000-8000-000000000000",
  session_id: "018f0000-0000-7000-8000-000000000001",
  visitor_id: "1",
  host: "shop.example",
  path: "/",
  route: "/",
  browser: "Chrome",
  device: "desktop",
  country: "DE",
  release: "1.0.0",
  environment: "production",
  ...edge,
});

export const eventRow = ({ at, ...given }: Given<EventRow>): EventRow => ({
  ...head(at),
  event: "pageview",
  user_id: "",
  seq: 1,
  referrer_host: "",
  channel: "Direct",
  utm_source: "",
  utm_medium: "",
  utm_campaign: "",
  region: "Berlin",
  city: "Berlin",
  browser_version: "144",
  os: "Windows",
  language: "de-DE",
  viewport_w: 1_280,
  service: "shop",
  trace_id: "",
  duration_ms: 0,
  value: 0,
  props: {},
  target: "",
  status: 0,
  span_id: "",
  scroll_depth: 0,
  weight: 1,
  session_weight: given.weight ?? 1,
  ...given,
});

export const vitalRow = ({ at, ...given }: Given<WebVitalRow>): WebVitalRow => ({
  ...head(at),
  metric: "LCP",
  value: 1_000,
  rating: "good",
  navigation_type: "navigate",
  target: "",
  attribution: {},
  trace_id: "",
  weight: 1,
  ...given,
});

export const errorRow = ({ at, ...given }: Given<ErrorRow>): ErrorRow => ({
  ...head(at),
  issue_id: "1",
  type: "TypeError",
  message: "x is not a function",
  culprit: "f (app.js)",
  level: "error",
  handled: 0,
  stack_raw: "",
  frames: "[]",
  breadcrumbs: "[]",
  user_id: "",
  os: "Windows",
  trace_id: "",
  span_id: "",
  tags: {},
  weight: 1,
  ...given,
});

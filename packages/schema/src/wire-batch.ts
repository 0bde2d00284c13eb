import { z } from "zod";
import { limits } from "./limits.ts";
import { props } from "./props.ts";

/** What the browser SDK sends to `POST /v1/events`: one batch, its context once, its events in order. */

/** One check where z.int().min().max() has three: every field of every event passes through here, and workerd runs zod uncompiled. */
const whole = (min: number, max: number) =>
  z.number().refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, {
    error: `must be a whole number from ${min} to ${max}`,
  });
const time = whole(0, 8_640_000_000_000_000);
/** A string cut in the middle of an emoji holds half of a surrogate pair, which ClickHouse's JSON reader refuses: it is mended here. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite((value) => value.toWellFormed());
/** Not `z.httpUrl()`: that one refuses `localhost` and IP addresses, where every site starts its life. */
const url = z
  .string()
  .max(limits.urlChars)
  .refine((address) => /^https?:/i.test(address) && URL.canParse(address), {
    error: "must be an http or https address",
  });

/** Names of the navigation that led to a page, as web-vitals 6 gives them. */
export const NavigationType = z.enum([
  "navigate",
  "reload",
  "back-forward",
  "back-forward-cache",
  "prerender",
  "restore",
  "soft-navigation",
]);

const common = {
  /** UUIDv7 made in the browser, so that a repeated delivery is recognised. */
  id: z.uuidv7(),
  /** Milliseconds since the epoch by the client's clock. */
  time,
  /** n-th event of the session, from 1. */
  seq: whole(1, 4_294_967_295),
  /** Page address without fragment; the query string only as far as the SDK's allow-list lets it through. */
  url,
  /** Route pattern such as `/product/[id]`, where the framework knows it. */
  route: text(limits.routeChars).optional(),
};

const PageviewEvent = z.object({
  ...common,
  kind: z.literal("pageview"),
  title: text(limits.routeChars).optional(),
  navigationType: NavigationType,
});

const VitalEvent = z.object({
  ...common,
  kind: z.literal("vital"),
  metric: z.enum(["LCP", "INP", "CLS", "FCP", "TTFB"]),
  /** Milliseconds; CLS is a unitless score. */
  value: z.number().min(0).max(10_000_000),
  rating: z.enum(["good", "needs-improvement", "poor"]),
  navigationType: NavigationType,
  /** CSS selector of the element that the metric blames. */
  target: text(limits.routeChars).optional(),
  attribution: props(limits.attributionKeys).optional(),
});

const ErrorEvent = z.object({
  ...common,
  kind: z.literal("error"),
  /** Name of the error's class, such as `TypeError`. */
  type: text(limits.nameChars),
  message: text(limits.errorMessageChars),
  /** The raw stack as the browser gives it; symbolication and grouping happen behind the edge. */
  stack: text(limits.errorStackChars).optional(),
  level: z.enum(["error", "warning", "info"]),
  handled: z.boolean(),
  mechanism: z.enum(["onerror", "onunhandledrejection", "manual"]),
  props: props(limits.propKeys).optional(),
});

/** Names that the product's own kinds use in the `event` column. */
const reservedNames = new Set(["pageview", "engagement"]);

const CustomEvent = z.object({
  ...common,
  kind: z.literal("custom"),
  name: text(limits.nameChars)
    .min(1)
    .refine((name) => !reservedNames.has(name), { error: "is a reserved event name" }),
  /** A number to sum, such as revenue. */
  value: z.number().optional(),
  props: props(limits.propKeys).optional(),
});

/** Sent when a page is left or hidden: how long it was in the foreground since its last engagement event. */
const EngagementEvent = z.object({
  ...common,
  kind: z.literal("engagement"),
  durationMs: whole(0, 86_400_000),
});

export const WireEvent = z.discriminatedUnion("kind", [
  PageviewEvent,
  VitalEvent,
  ErrorEvent,
  CustomEvent,
  EngagementEvent,
]);
export type WireEvent = z.infer<typeof WireEvent>;

/** What all events of a batch share: the session, where it came from, and the build and the device it runs on. */
export const WireContext = z.object({
  sessionId: z.uuidv7(),
  /** Anonymous id, only where the site turned persistence on; otherwise the edge derives one per day. */
  visitorId: text(limits.idChars).optional(),
  userId: text(limits.idChars).optional(),
  /** Address that led to the session's first page; own pages are left out. */
  referrer: text(limits.urlChars).optional(),
  utmSource: text(limits.nameChars).optional(),
  utmMedium: text(limits.nameChars).optional(),
  utmCampaign: text(limits.nameChars).optional(),
  release: text(limits.nameChars).optional(),
  environment: text(limits.nameChars).optional(),
  service: text(limits.nameChars).optional(),
  language: text(35).optional(),
  viewportWidth: whole(0, 65_535).optional(),
  sdkVersion: text(30).optional(),
});
export type WireContext = z.infer<typeof WireContext>;

/** The envelope. Events are checked one by one afterwards, so that good ones of a partly bad batch are kept. */
export const WireBatch = z.object({
  /** UUIDv7 of the batch, the same on every retry. */
  id: z.uuidv7(),
  /** Milliseconds since the epoch by the client's clock when this attempt was sent: tells the clock's skew. */
  sentAt: time,
  context: WireContext,
  events: z.array(z.unknown()).min(1),
});
export type WireBatch = Omit<z.infer<typeof WireBatch>, "events"> & { events: WireEvent[] };

/** What ingest answers with status 202. `index` is the event's place in the batch. */
export const BatchAnswer = z.object({
  accepted: z.int().min(0),
  rejected: z.array(
    z.object({
      index: z.int().min(0),
      id: z.string().optional(),
      type: z.string(),
      field: z.string(),
      message: z.string(),
    }),
  ),
  /** Milliseconds since the epoch by the edge's clock. */
  receivedAt: z.int(),
});
export type BatchAnswer = z.infer<typeof BatchAnswer>;

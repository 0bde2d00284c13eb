import { z } from "zod";
import { limits } from "./limits.ts";

/** What the browser SDK sends to `POST /v1/events`: one batch, its context once, its events in order. */

const time = z.int().min(0).max(8_640_000_000_000_000);
const text = (max: number) => z.string().max(max);
const url = z.httpUrl().max(limits.urlChars);

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
  seq: z.int().min(1).max(4_294_967_295),
  /** Page address without fragment; the query string only as far as the SDK's allow-list lets it through. */
  url,
  /** Route pattern such as `/product/[id]`, where the framework knows it. */
  route: text(limits.routeChars).optional(),
};

/** Keys that would reach an object's prototype when copied carelessly are refused at the door. */
const reservedKeys = new Set(["__proto__", "constructor", "prototype"]);
const key = z
  .string()
  .min(1)
  .max(limits.propKeyChars)
  .refine((name) => !reservedKeys.has(name), { error: "is a reserved key" });

const scalar = z.union([text(limits.propValueChars), z.number(), z.boolean()], {
  error: "must be a string, number or boolean",
});

const record = (maxKeys: number) =>
  z
    .record(key, scalar)
    .refine((props) => Object.keys(props).length <= maxKeys, { error: `has more than ${maxKeys} keys` });

export const PageviewEvent = z.object({
  ...common,
  kind: z.literal("pageview"),
  title: text(limits.routeChars).optional(),
  navigationType: NavigationType,
});

export const VitalEvent = z.object({
  ...common,
  kind: z.literal("vital"),
  metric: z.enum(["LCP", "INP", "CLS", "FCP", "TTFB"]),
  /** Milliseconds; CLS is a unitless score. */
  value: z.number().min(0).max(10_000_000),
  rating: z.enum(["good", "needs-improvement", "poor"]),
  navigationType: NavigationType,
  /** CSS selector of the element that the metric blames. */
  target: text(limits.routeChars).optional(),
  attribution: record(limits.attributionKeys).optional(),
});

export const ErrorEvent = z.object({
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
  props: record(limits.propKeys).optional(),
});

/** Names that the product's own kinds use in the `event` column. */
const reservedNames = new Set(["pageview", "engagement"]);

export const CustomEvent = z.object({
  ...common,
  kind: z.literal("custom"),
  name: z
    .string()
    .min(1)
    .max(limits.nameChars)
    .refine((name) => !reservedNames.has(name), { error: "is a reserved event name" }),
  /** A number to sum, such as revenue. */
  value: z.number().optional(),
  props: record(limits.propKeys).optional(),
});

/** Sent when a page is left or hidden: how long it was in the foreground since its last engagement event. */
export const EngagementEvent = z.object({
  ...common,
  kind: z.literal("engagement"),
  durationMs: z.int().min(0).max(86_400_000),
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
  viewportWidth: z.int().min(0).max(65_535).optional(),
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

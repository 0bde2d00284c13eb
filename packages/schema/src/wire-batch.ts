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
/**
 * A text that is longer than its limit is cut and not refused: the event is worth more than its end, and senders need not know the limits.
 * A string cut in the middle of an emoji holds half of a surrogate pair, which ClickHouse's JSON reader refuses: it is mended here.
 */
const text = (max: number) => z.string().overwrite((value) => value.slice(0, max).toWellFormed());
/** Not `z.httpUrl()`: that one refuses `localhost` and IP addresses, where every site starts its life. */
const url = text(limits.urlChars).refine((address) => address === lastAddress || isHttpAddress(address), {
  error: "must be an http or https address",
});

/** Events of one page follow each other, and to parse its address takes longer than all else that is asked of an event. */
let lastAddress: string | undefined;

function isHttpAddress(address: string): boolean {
  const isOne = /^https?:/i.test(address) && URL.canParse(address);
  if (isOne) lastAddress = address;
  return isOne;
}

/** Lower-case hexadecimal, not all zeros (W3C Trace Context, section 3.2.2). */
const hex = (digits: number) =>
  z.string().regex(new RegExp(`^(?!0+$)[0-9a-f]{${digits}}$`), { error: `must be ${digits} lower-case hex digits` });

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
  /** W3C trace id: what an interaction causes (requests, errors, its INP, the next view) shares the one of the interaction. */
  traceId: hex(32).optional(),
  /** How many events this one stands for, where the SDK samples: 1 / the rate it was kept at. */
  weight: z.number().min(1).max(limits.weight).optional(),
};

/** The parts that the automatic signals below have in common. */
const durationMs = whole(0, 86_400_000);
const facts = props(limits.propKeys).optional();
/** 0 where there was no answer. */
const status = whole(0, 999);

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
  /** Default: `error`. */
  level: z.enum(["error", "warning", "info"]).optional(),
  /** Default: whether `mechanism` says that somebody caught it. */
  handled: z.boolean().optional(),
  /** Who noticed it. `resource`: a file of the page that did not load; `react`: a component that threw. */
  mechanism: z.enum(["onerror", "onunhandledrejection", "manual", "console", "resource", "react"]),
  props: facts,
  /** What happened just before, oldest first. */
  breadcrumbs: z
    .array(
      z.object({
        time,
        /** Such as `click`, `request`, `console` or a word of the site's own. */
        category: text(limits.nameChars),
        message: text(limits.routeChars),
      }),
    )
    .max(limits.breadcrumbs)
    .optional(),
});

/** The product's own kinds have these names in the `event` column, or names that begin with `browser.` or `feature_flag.`. */
const reservedNames = /^(pageview$|engagement$|browser\.|feature_flag\.)/;

const CustomEvent = z.object({
  ...common,
  kind: z.literal("custom"),
  name: text(limits.nameChars)
    .min(1)
    .refine((name) => !reservedNames.test(name), { error: "is a reserved event name" }),
  /** A number to sum, such as revenue. */
  value: z.number().optional(),
  props: facts,
});

/** Sent when a page is left or hidden: how long it was in the foreground since its last engagement event. */
const EngagementEvent = z.object({
  ...common,
  kind: z.literal("engagement"),
  durationMs,
  /** The deepest part of the page that was seen so far, percent of its height. */
  scrollDepth: whole(0, 100).optional(),
});

/** A fetch or XMLHttpRequest of the page. */
const RequestEvent = z.object({
  ...common,
  kind: z.literal("request"),
  method: text(20),
  /** Address without query and fragment. */
  target: text(limits.urlChars),
  status,
  durationMs,
  /** The span that `traceparent` named: the parent of the back end's first span. */
  spanId: hex(16).optional(),
  /** `initiator`, `error` and others. */
  props: facts,
});

/** A file of the page (script, style, picture, font, frame) that came slowly or not at all. */
const ResourceEvent = z.object({
  ...common,
  kind: z.literal("resource"),
  target: text(limits.urlChars),
  status: status.optional(),
  durationMs,
  props: facts,
});

/** How the document itself was loaded, from PerformanceNavigationTiming. */
const NavigationEvent = z.object({
  ...common,
  kind: z.literal("navigation"),
  status: status.optional(),
  /** Until the end of its `load` event. */
  durationMs,
  props: facts,
});

/** A long animation frame (Long Animation Frames API): the page could not answer its user. */
const LongFrameEvent = z.object({
  ...common,
  kind: z.literal("long-frame"),
  durationMs,
  /** Address of the script that took most of it. */
  target: text(limits.urlChars).optional(),
  props: facts,
});

/** A click of the visitor; `traceId` is shared by what it causes. */
const InteractionEvent = z.object({
  ...common,
  kind: z.literal("interaction"),
  type: z.enum(["click"]),
  /** CSS selector. */
  target: text(limits.routeChars).optional(),
  /** Clicked again and again; nothing came of it; it led to an error. */
  frustration: z.enum(["rage", "dead", "error"]).optional(),
  props: facts,
});

/** The visitor got a variant of a feature flag. */
const FlagEvent = z.object({
  ...common,
  kind: z.literal("flag"),
  key: text(limits.nameChars).min(1),
  variant: text(limits.nameChars),
});

export const WireEvent = z.discriminatedUnion("kind", [
  PageviewEvent,
  VitalEvent,
  ErrorEvent,
  CustomEvent,
  EngagementEvent,
  RequestEvent,
  ResourceEvent,
  NavigationEvent,
  LongFrameEvent,
  InteractionEvent,
  FlagEvent,
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
  /** Address of the session's first page with its campaign (`utm_source`, `utm_medium`, `utm_campaign`) in the query. */
  entryUrl: text(limits.urlChars).optional(),
  release: text(limits.nameChars).optional(),
  environment: text(limits.nameChars).optional(),
  service: text(limits.nameChars).optional(),
  language: text(35).optional(),
  viewportWidth: whole(0, 65_535).optional(),
  sdkVersion: text(30).optional(),
  /**
   * What to add to the client's times, milliseconds, as the SDK learned it from an earlier answer. For bodies that leave some time after they
   * were made, whose `sentAt` says nothing about the clock.
   */
  clockOffset: whole(-8_640_000_000_000_000, 8_640_000_000_000_000).optional(),
  /** Properties that the site gave for everything that follows, traits of an identified visitor under `user.` among them. */
  props: facts,
});
export type WireContext = z.infer<typeof WireContext>;

/** The envelope. Events are checked one by one afterwards, so that good ones of a partly bad batch are kept. */
export const WireBatch = z.object({
  /** UUIDv7 of the batch, the same on every retry. */
  id: z.uuidv7(),
  /** Milliseconds since the epoch by the client's clock when this attempt was sent: tells the clock's skew. */
  sentAt: time,
  /** Not the first attempt: an earlier one may have been taken although its answer did not arrive. */
  resent: z.boolean().optional(),
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

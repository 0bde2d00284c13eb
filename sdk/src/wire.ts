/**
 * What goes over the wire. The SDK imports nothing of ours, so these shapes mirror `packages/schema`; contract.test.ts parses what is sent
 * with the real schemas.
 */

export type NavigationType =
  | "navigate"
  | "reload"
  | "back-forward"
  | "back-forward-cache"
  | "prerender"
  | "restore"
  | "soft-navigation";

export type Props = Record<string, string | number | boolean>;

type Common = {
  /** UUIDv7. */
  id: string;
  /** Milliseconds since the epoch by the browser's clock. */
  time: number;
  /** n-th event of the session, from 1. */
  seq: number;
  /** Page address without fragment, its query only as far as `trackQueryParams` allows. */
  url: string;
  /** Route pattern such as `/product/[id]`. */
  route?: string | undefined;
  /** W3C trace id, shared with the interaction that caused the event. */
  traceId?: string | undefined;
  /** How many events this one stands for; only where the site samples. */
  weight?: number | undefined;
};

export type PageviewEvent = Common & {
  kind: "pageview";
  title?: string | undefined;
  navigationType: NavigationType;
};

export type VitalEvent = Common & {
  kind: "vital";
  metric: "LCP" | "INP" | "CLS" | "FCP" | "TTFB";
  /** Milliseconds; CLS is a unitless score. */
  value: number;
  rating: "good" | "needs-improvement" | "poor";
  navigationType: NavigationType;
  /** CSS selector of the element that the metric blames. */
  target?: string | undefined;
  attribution?: Props | undefined;
};

export type ErrorLevel = "error" | "warning" | "info";

export type ErrorEvent = Common & {
  kind: "error";
  /** Name of the error's class, such as `TypeError`. */
  type: string;
  message: string;
  /** The raw stack as the browser gives it. */
  stack?: string | undefined;
  /** Default: `error`. */
  level?: ErrorLevel | undefined;
  mechanism: "onerror" | "onunhandledrejection" | "manual" | "console" | "resource" | "react";
  props?: Props | undefined;
  /** What happened just before, oldest first. */
  breadcrumbs?: readonly Breadcrumb[] | undefined;
  /** What was thrown, for `beforeSend`; it is never sent. */
  thrown?: unknown;
};

/** One thing that happened before an error. */
export type Breadcrumb = {
  /** Milliseconds since the epoch. */
  time: number;
  /** Such as `click`, `request`, or a word of your own; at most 100 characters. */
  category: string;
  /** At most 300 characters. */
  message: string;
};

export type CustomEvent = Common & {
  kind: "custom";
  name: string;
  /** A number to sum, such as revenue. */
  value?: number | undefined;
  props?: Props | undefined;
};

export type EngagementEvent = Common & {
  kind: "engagement";
  /** Milliseconds in the foreground since the page's last engagement event. */
  durationMs: number;
  /** Deepest part of the page that was seen so far, percent of its height. */
  scrollDepth?: number | undefined;
};

/** A fetch or XMLHttpRequest of the page. */
export type RequestEvent = Common & {
  kind: "request";
  method: string;
  /** Address, scrubbed. */
  target: string;
  /** HTTP status; 0 where there was no answer. */
  status: number;
  durationMs: number;
  /** The span that `traceparent` named. */
  spanId?: string | undefined;
  props?: Props | undefined;
};

/** A file of the page that came slowly or not at all. */
export type ResourceEvent = Common & {
  kind: "resource";
  target: string;
  status?: number | undefined;
  durationMs: number;
  props?: Props | undefined;
};

/** How the document was loaded. */
export type NavigationEvent = Common & {
  kind: "navigation";
  status?: number | undefined;
  /** Until the end of its `load` event. */
  durationMs: number;
  props?: Props | undefined;
};

/** A long animation frame. */
export type LongFrameEvent = Common & {
  kind: "long-frame";
  durationMs: number;
  /** Address of the script that took most of it. */
  target?: string | undefined;
  props?: Props | undefined;
};

/** A click of the visitor; `traceId` is shared by what it causes. */
export type InteractionEvent = Common & {
  kind: "interaction";
  type: "click";
  /** CSS selector. */
  target?: string | undefined;
  /** Clicked again and again; nothing came of it; it led to an error. */
  frustration?: "rage" | "dead" | "error" | undefined;
  props?: Record<string, Props[string] | undefined> | undefined;
};

/** The visitor got a variant of a feature flag. */
export type FlagEvent = Common & {
  kind: "flag";
  key: string;
  variant: string;
};

/** One event as it is sent. */
export type WireEvent =
  | PageviewEvent
  | VitalEvent
  | ErrorEvent
  | CustomEvent
  | EngagementEvent
  | RequestEvent
  | ResourceEvent
  | NavigationEvent
  | LongFrameEvent
  | InteractionEvent
  | FlagEvent;

/** What stands once per batch. */
export type WireContext = {
  sessionId: string;
  visitorId?: string | undefined;
  userId?: string | undefined;
  /** What led to the session's first page. */
  referrer?: string | undefined;
  /** The session's first page, its query only as far as it names a campaign. */
  entryUrl?: string | undefined;
  release?: string | undefined;
  environment?: string | undefined;
  service?: string | undefined;
  language?: string | undefined;
  viewportWidth?: number | undefined;
  sdkVersion?: string | undefined;
  /** What to add to the browser's times, milliseconds, as an answer of the server told. */
  clockOffset?: number | undefined;
  /** Given by the site for everything that follows. */
  props?: Props | undefined;
};

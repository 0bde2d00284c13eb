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
  level: ErrorLevel;
  handled: boolean;
  mechanism: "onerror" | "onunhandledrejection" | "manual";
  props?: Props | undefined;
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
};

/** One event as it is sent. */
export type WireEvent = PageviewEvent | VitalEvent | ErrorEvent | CustomEvent | EngagementEvent;

/** What stands once per batch. */
export type WireContext = {
  sessionId: string;
  visitorId?: string | undefined;
  referrer?: string | undefined;
  utmSource?: string | undefined;
  utmMedium?: string | undefined;
  utmCampaign?: string | undefined;
  release?: string | undefined;
  environment?: string | undefined;
  service?: string | undefined;
  language?: string | undefined;
  viewportWidth?: number | undefined;
  sdkVersion?: string | undefined;
};

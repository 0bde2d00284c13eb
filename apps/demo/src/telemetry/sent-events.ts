import type { WireEvent } from "@perigee/browser";
import { stored } from "../stored.ts";

export type SentKind = WireEvent["kind"];

const mostRemembered = 200;

/** Newest first. Kept for the tab, so that what went out at the end of one page is seen on the next. */
export const sentEvents = stored<readonly WireEvent[]>({
  key: "small-orbit.sent",
  storage: "session",
  fallback: [],
  accepts: (value): value is readonly WireEvent[] => Array.isArray(value),
});

/** To be used as the SDK's `beforeSend`: lets every event through and remembers it. */
export function rememberSent(event: WireEvent): WireEvent {
  const copy = structuredClone(event);
  // Next changes the address inside a React insertion effect, where components may not be updated yet.
  queueMicrotask(() => sentEvents.write([copy, ...sentEvents.read()].slice(0, mostRemembered)));
  return event;
}

export const kindNames: Record<SentKind, { one: string; many: string }> = {
  pageview: { one: "Page", many: "Pages" },
  vital: { one: "Vital", many: "Vitals" },
  error: { one: "Error", many: "Errors" },
  custom: { one: "Event", many: "Events" },
  engagement: { one: "Stay", many: "Stays" },
  request: { one: "Call", many: "Calls" },
  resource: { one: "File", many: "Files" },
  navigation: { one: "Load", many: "Loads" },
  "long-frame": { one: "Frame", many: "Frames" },
  interaction: { one: "Click", many: "Clicks" },
  flag: { one: "Flag", many: "Flags" },
};

/** What a row says after its kind: the metric with its value, the message, the name. */
export function summarise(event: WireEvent): string {
  switch (event.kind) {
    case "pageview":
      return event.title ?? event.navigationType;
    case "vital":
      return `${event.metric} ${event.metric === "CLS" ? event.value.toFixed(3) : formatMs(event.value)}`;
    case "error":
      return `${event.type}: ${event.message}`;
    case "custom":
      return event.value === undefined ? event.name : `${event.name} · ${event.value}`;
    case "engagement":
      return `${formatMs(event.durationMs)} in the foreground`;
    case "request":
      return `${event.method} ${pathOf(event.target)} · ${event.status || "no answer"}`;
    case "resource":
      return `${pathOf(event.target)} · ${event.status || formatMs(event.durationMs)}`;
    case "navigation":
      return `${formatMs(event.durationMs)} until the page was there`;
    case "long-frame":
      return `${formatMs(event.durationMs)} without a picture`;
    case "interaction":
      return [event.frustration, event.target].filter(Boolean).join(" · ");
    case "flag":
      return `${event.key} · ${event.variant}`;
  }
}

const thin = "\u2009";
const formatMs = (ms: number): string =>
  ms < 10_000
    ? `${Math.round(ms).toLocaleString("en-US").replace(",", thin)}${thin}ms`
    : `${(ms / 1_000).toFixed(1)}${thin}s`;

const pathOf = (url: string): string => URL.parse(url)?.pathname ?? url;

/** Events under the path they happened on; the page with the newest event stands first. */
export const groupByPath = (events: readonly WireEvent[]): Map<string, WireEvent[]> =>
  Map.groupBy(events, (event) => pathOf(event.url));

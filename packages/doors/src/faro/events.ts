import { propsOf } from "../attributes.ts";
import { navigationTypeOf } from "../navigation-type.ts";
import { type Draft, wholeMs } from "../wire-batches.ts";
import type { Place } from "./page.ts";
import type { Event } from "./payload.ts";

/**
 * What the events of Faro's own instrumentations are here; all others are the site's own. Faro has no event for a page view: a
 * document that was loaded is one, and each change of the route or the view after it.
 */
const translations: Record<string, (event: Event, place: Place) => Draft[]> = {
  "faro.performance.navigation": loadedDocument,
  "faro.performance.resource": loadedResource,
  "faro.tracing.fetch": tracedRequest,
  "faro.tracing.xml-http-request": tracedRequest,
  route_change: ({ attributes }, place) => [
    { ...place, ...toRoute(attributes), kind: "pageview", navigationType: "soft-navigation" },
  ],
  view_changed: ({ attributes }, place) =>
    leftView(attributes) ? [{ ...place, kind: "pageview", navigationType: "soft-navigation" }] : [],
};

export function eventDrafts(event: Event, place: Place): Draft[] {
  const translate = Object.hasOwn(translations, event.name) ? translations[event.name] : undefined;
  return translate?.(event, place) ?? [customEvent(event, place)];
}

function customEvent({ name, domain, attributes }: Event, place: Place): Draft {
  const isOfBrowser = domain === undefined || domain === "browser";
  return { ...place, kind: "custom", name, props: { ...propsOf(attributes), ...(!isOfBrowser && { domain }) } };
}

function loadedDocument({ attributes: { name, duration, responseStatus, ...others } }: Event, place: Place): Draft[] {
  return [
    { ...place, kind: "pageview", navigationType: navigationTypeOf(others["type"]) },
    {
      ...place,
      kind: "navigation",
      durationMs: wholeMs(numberOf(duration) ?? 0),
      status: statusOf(responseStatus),
      props: propsOf(others),
    },
  ];
}

function loadedResource({ attributes: { name, duration, responseStatus, ...others } }: Event, place: Place): Draft[] {
  return [
    {
      ...place,
      kind: "resource",
      target: textOf(name),
      durationMs: wholeMs(numberOf(duration) ?? 0),
      status: statusOf(responseStatus),
      props: propsOf(others),
    },
  ];
}

/** Names of OpenTelemetry's semantic conventions, the stable ones and those from before 2023. */
function tracedRequest({ attributes, trace }: Event, place: Place): Draft[] {
  const say = (...names: string[]) => names.map((name) => attributes[name]).find((value) => value !== undefined);
  return [
    {
      ...place,
      kind: "request",
      method: textOf(say("http.request.method", "http.method")),
      target: textOf(say("url.full", "http.url")),
      status: statusOf(say("http.response.status_code", "http.status_code")) ?? 0,
      durationMs: wholeMs((numberOf(attributes["duration_ns"]) ?? 0) / 1_000_000),
      spanId: trace?.span_id,
    },
  ];
}

/** The router says where it leads; the page's address may be that of the route before. */
function toRoute(attributes: Event["attributes"]): { url?: string; route?: string } {
  const [url, route] = [textOf(attributes["toUrl"]), textOf(attributes["toRoute"])];
  return { ...(URL.canParse(url) && /^https?:/i.test(url) && { url }), ...(route && { route }) };
}

/** The first view of a document comes with the document, from a view that Faro calls `unknown`. */
const leftView = ({ fromView }: Event["attributes"]): boolean => !["", "unknown"].includes(textOf(fromView));

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Faro writes all attributes as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function statusOf(value: unknown): number | undefined {
  const status = numberOf(value);
  return status !== undefined && Number.isInteger(status) && status >= 0 && status <= 999 ? status : undefined;
}

import { type Result, succeed } from "@perigee/schema";
import { campaignOf } from "../enrich/campaign.ts";
import { channelOf } from "../enrich/channel.ts";
import { deviceOf } from "../enrich/device.ts";
import { asText } from "../enrich/props.ts";
import { routeOf } from "../enrich/route.ts";
import {
  type OwnColumns,
  ownColumns,
  type Page,
  type Place,
  type SharedColumns,
  sharedColumns,
} from "../enrich/rows.ts";
import { visitorOf } from "../enrich/visitor.ts";
import type { Sampled } from "./sample.ts";

export type Enriched = Sampled & { shared: SharedColumns; rows: OwnColumns[] };

/** Adds what only the edge knows (place, browser, visitor, channel, issue) and makes finished rows of the events. */
export async function enrich(state: Sampled): Promise<Result<Enriched>> {
  const { context, events, key, receivedAt, request } = state;
  const siteProps = context.props && asText(context.props);
  const pages = new Map<string, Page>();
  const rows = events.map((event) => {
    const page = pages.get(event.url) ?? pageOf(event.url);
    pages.set(event.url, page);
    return ownColumns(event, {
      page,
      siteProps,
      clamped: state.clamped.has(event),
      redacted: state.redacted.get(event),
      sessionWeight: state.sessionWeights.get(event),
    });
  });
  const userAgent = request.headers.get("user-agent") ?? "";
  const ownHosts = new Set(Array.from(pages.values(), ({ host }) => host));
  const referrerHost = referrerHostOf(context.referrer, ownHosts);
  const campaign = campaignOf(context.entryUrl);
  const shared = sharedColumns({
    projectId: key.projectId,
    retentionDays: key.retentionDays,
    receivedAt,
    context,
    visitorId: await visitorOf(state, context.visitorId),
    referrerHost,
    campaign,
    channel: channelOf({ referrerHost, ...campaign }),
    place: placeOf(request.cf),
    device: deviceOf(userAgent),
    clockSkewMs: state.clockSkewMs,
  });
  return succeed({ ...state, shared, rows });
}

/** What redact leaves of an address is its origin and its path, so there is no need to parse it once more. */
function pageOf(address: string): Page {
  const hostStart = address.indexOf("://") + 3;
  const pathStart = address.indexOf("/", hostStart);
  const path = address.slice(pathStart);
  return { host: address.slice(hostStart, pathStart), path, route: routeOf(path) };
}

/** Without `www.`, which tells nothing; empty where the visitor came from the site itself. */
function referrerHostOf(referrer: string | undefined, ownHosts: Set<string>): string {
  const host = URL.parse(referrer ?? "")?.host ?? "";
  return ownHosts.has(host) ? "" : host.replace(/^www\./, "");
}

/** Cloudflare's geolocation and network. XX stands for "unknown" and T1 for the Tor network, neither of which is a country. */
function placeOf(cf: Request["cf"]): Place {
  const text = (value: unknown): string => (typeof value === "string" ? value.toWellFormed().slice(0, 100) : "");
  const country = text(cf?.["country"]);
  const isCountry = /^[A-Z]{2}$/.test(country) && country !== "XX";
  return {
    country: isCountry ? country : "",
    region: text(cf?.["region"]),
    city: text(cf?.["city"]),
    asOrganisation: text(cf?.["asOrganization"]),
  };
}

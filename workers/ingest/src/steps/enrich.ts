import { type Result, succeed } from "@perigee/schema";
import { campaignOf } from "../enrich/campaign.ts";
import { channelOf } from "../enrich/channel.ts";
import { clientIp } from "../enrich/client-ip.ts";
import { deviceOf } from "../enrich/device.ts";
import { asText } from "../enrich/props.ts";
import { type OwnColumns, ownColumns, type Page, type SharedColumns, sharedColumns } from "../enrich/rows.ts";
import { visitorHash } from "../enrich/visitor.ts";
import type { Validated } from "./validate.ts";

export type Enriched = Validated & { shared: SharedColumns; rows: OwnColumns[] };

/** Adds what only the edge knows (place, browser, visitor, channel, issue) and makes finished rows of the events. */
export function enrich(state: Validated): Result<Enriched> {
  const { context, events, key, receivedAt, request } = state;
  const siteProps = context.props && asText(context.props);
  const pages = new Map<string, Page>();
  const rows = events.map((event) => {
    const page = pages.get(event.url) ?? pageOf(event.url);
    pages.set(event.url, page);
    return ownColumns(event, { page, siteProps });
  });
  const userAgent = request.headers.get("user-agent") ?? "";
  const ownHosts = new Set(Array.from(pages.values(), ({ host }) => host));
  const referrerHost = referrerHostOf(context.referrer, ownHosts);
  const campaign = campaignOf(context.entryUrl);
  const { visitorId } = context;
  const shared = sharedColumns({
    projectId: key.projectId,
    retentionDays: key.retentionDays,
    receivedAt,
    context,
    visitorId: visitorHash({
      salt: state.env.VISITOR_SALT,
      receivedAt,
      projectId: key.projectId,
      visitorId,
      ip: clientIp(request.headers, state.env.PROXY_SECRET),
      userAgent,
    }),
    referrerHost,
    campaign,
    channel: channelOf({ referrerHost, ...campaign }),
    place: placeOf(request.cf),
    device: deviceOf(userAgent),
  });
  return succeed({ ...state, shared, rows });
}

/** What redact leaves of an address is its origin and its path, so there is no need to parse it once more. */
function pageOf(address: string): Page {
  const hostStart = address.indexOf("://") + 3;
  const pathStart = address.indexOf("/", hostStart);
  return { host: address.slice(hostStart, pathStart), path: address.slice(pathStart) };
}

/** Without `www.`, which tells nothing; empty where the visitor came from the site itself. */
function referrerHostOf(referrer: string | undefined, ownHosts: Set<string>): string {
  const host = URL.parse(referrer ?? "")?.host ?? "";
  return ownHosts.has(host) ? "" : host.replace(/^www\./, "");
}

/** Cloudflare's geolocation. XX stands for "unknown" and T1 for the Tor network, neither of which is a country. */
function placeOf(cf: Request["cf"]): { country: string; region: string; city: string } {
  const text = (value: unknown): string => (typeof value === "string" ? value.toWellFormed().slice(0, 100) : "");
  const country = text(cf?.["country"]);
  const isCountry = /^[A-Z]{2}$/.test(country) && country !== "XX";
  return { country: isCountry ? country : "", region: text(cf?.["region"]), city: text(cf?.["city"]) };
}

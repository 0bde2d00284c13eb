import { hash } from "node:crypto";
import type { Arrival, FindVisit } from "@perigee/doors";
import { limits } from "@perigee/schema";
import { BoundedCache } from "../bounded-cache.ts";
import { hashedUuid, uuidTime } from "../message-id.ts";
import { cleanEntryUrl, cleanReferrer } from "../redact/arrival.ts";

type Seen = { sessionId: string; arrival: Arrival; lastAt: number };

/** Some megabytes at most. Who is forgotten is found by the clock. */
const seen = new BoundedCache<Seen>(10_000);

const halfHourMs = 1_800_000;
const dayMs = 86_400_000;

/**
 * Visits of clients that have no session, such as Plausible's tracker, and where visits came from whose clients say it with the first page
 * alone, such as Faro. A visit goes on as long as its visitor comes back within half an hour, as far as this isolate has seen it. Where it
 * has not, the clock alone tells: the visitor's day is cut into half hours, in the same way by all isolates. So two visits are never taken
 * for one, and one becomes several only where its events meet different isolates in different half hours.
 */
export const visitFinder =
  (visitor: string, known = seen): FindVisit =>
  (site, { time, sessionId: given, ...arrival }) => {
    // A hash, as the site's name comes from the client and may be of any length.
    const whose = hash("sha256", `${visitor}|${site}|${given ?? ""}`, "hex");
    const last = known.get(whose);
    if (last && Math.abs(time - last.lastAt) <= halfHourMs) {
      last.lastAt = Math.max(last.lastAt, time);
      return { sessionId: last.sessionId, ...last.arrival };
    }
    const sessionId = given ?? visitByClock(whose, time);
    known.set(whose, { sessionId, arrival: kept(arrival), lastAt: time });
    return { sessionId, ...arrival };
  };

/**
 * The visit of a half hour. They begin at another minute for each visitor, so that a site's visits are not all cut at the full hour. None
 * reaches back beyond midnight (UTC): with the day the visitor becomes another one.
 */
function visitByClock(whose: string, time: number): string {
  const shift = Number.parseInt(whose.slice(0, 8), 16) % halfHourMs;
  const start = Math.max(time - ((time + shift) % halfHourMs), time - (time % dayMs));
  return hashedUuid(uuidTime(start), `${whose},${start}`);
}

/** What of an arrival stays in memory: no more than what will be stored of it, and nothing of one that is too long to be true. */
const kept = ({ referrer = "", entryUrl = "" }: Arrival): Arrival => ({
  referrer: short(cleanReferrer(referrer.slice(0, limits.urlChars))),
  entryUrl: short(cleanEntryUrl(entryUrl.slice(0, limits.urlChars), (text) => text)),
});

const keptChars = 500;
const short = (address: string): string => (address.length <= keptChars ? address : "");

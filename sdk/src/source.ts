import { scrubUrl } from "./scrub-url.ts";
import type { WireContext } from "./wire.ts";

/** Where a session came from. Sent with each of its batches. */
export type Source = Pick<WireContext, "referrer" | "utmSource" | "utmMedium" | "utmCampaign">;

/** Reads the source from the page that opens a session; own pages are no referrer. */
export function readSource(href: string, referrer: string): Source {
  const { host, searchParams } = new URL(href);
  const utm = (name: string) => searchParams.get(`utm_${name}`) ?? undefined;
  return {
    referrer: referrer && new URL(referrer).host !== host ? scrubUrl(referrer, href) : undefined,
    utmSource: utm("source"),
    utmMedium: utm("medium"),
    utmCampaign: utm("campaign"),
  };
}

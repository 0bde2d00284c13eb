import { limits } from "@perigee/schema";

export type Campaign = { utmSource: string; utmMedium: string; utmCampaign: string };

/** The campaign that the address of a session's first page names; empty texts where it names none, or is no address. */
export function campaignOf(entryUrl: string | undefined): Campaign {
  const query = entryUrl?.includes("utm_") ? URL.parse(entryUrl)?.searchParams : undefined;
  const read = (name: string) => (query?.get(`utm_${name}`) ?? "").slice(0, limits.nameChars).toWellFormed();
  return { utmSource: read("source"), utmMedium: read("medium"), utmCampaign: read("campaign") };
}

/** Where a visit came from, by the referrer of its first page: no more is stored than the host, so no more goes on from here. */
export function cleanReferrer(referrer: string): string {
  const address = URL.parse(referrer);
  return address?.host ? `${address.protocol}//${address.host}/` : "";
}

const campaignParameters = ["utm_source", "utm_medium", "utm_campaign"] as const;

/**
 * The address of a visit's first page, from which only the names of a campaign are read. They are redacted as they will be stored, which is
 * without percent-encoding.
 */
export function cleanEntryUrl(entryUrl: string, redact: (text: string) => string): string {
  const query = entryUrl.includes("utm_") ? URL.parse(entryUrl)?.searchParams : undefined;
  if (!query) return "";
  const kept = new URLSearchParams();
  for (const name of campaignParameters) {
    const value = query.get(name);
    if (value !== null) kept.set(name, redact(value));
  }
  return `https://entry.invalid/?${kept}`;
}

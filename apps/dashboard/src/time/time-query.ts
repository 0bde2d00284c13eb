"use client";

import { useSearchParams } from "next/navigation";

const carried = ["period", "from", "to", "tz", "live"];

/**
 * What of the address says when, for links to other pages of the project: "?period=24h", with what is given besides, or "" where there is
 * nothing to say. What is given as undefined or empty is left out.
 */
export function useTimeQuery(besides: Record<string, string | undefined> = {}): string {
  const here = useSearchParams();
  const query = new URLSearchParams();
  for (const name of carried) {
    const value = here.get(name);
    if (value !== null) query.set(name, value);
  }
  for (const [name, value] of Object.entries(besides)) if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : "";
}

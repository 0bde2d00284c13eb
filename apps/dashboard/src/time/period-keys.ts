import type { Period } from "./period.ts";

/** Plausible's keys, so that hands which know them need not learn others. */
export const periodKeys: Record<string, Period> = {
  r: "realtime",
  d: "today",
  e: "yesterday",
  h: "24h",
  w: "7d",
  f: "30d",
  m: "month",
  y: "12mo",
  c: "custom",
};

/** The key of a period, for hints beside it. */
export const keyOf = (period: Period): string | undefined =>
  Object.entries(periodKeys).find(([, each]) => each === period)?.[0];

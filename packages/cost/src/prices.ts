/** What Cloudflare asks on the Workers Paid plan, list prices in US dollars without tax. The only place with a price. */
export const prices = {
  readOn: "2026-11-22",
  plan: { usdPerMonth: 5, source: "https://developers.cloudflare.com/workers/platform/pricing/" },
  workersRequest: row(0.3, 10_000_000, "https://developers.cloudflare.com/workers/platform/pricing/"),
  workersCpuMs: row(0.02, 30_000_000, "https://developers.cloudflare.com/workers/platform/pricing/"),
  kvRead: row(0.5, 10_000_000, "https://developers.cloudflare.com/kv/platform/pricing/"),
  /** One for each 64 kB that is written, read or deleted. */
  queueOperation: row(0.4, 1_000_000, "https://developers.cloudflare.com/queues/platform/pricing/"),
  /** Writes and lists. */
  r2ClassA: row(4.5, 1_000_000, "https://developers.cloudflare.com/r2/pricing/"),
  /** Reads. Deletes are free. */
  r2ClassB: row(0.36, 10_000_000, "https://developers.cloudflare.com/r2/pricing/"),
  /** Per GB (10^9 bytes) and month of 30 days. */
  r2GbMonth: row(15_000, 10, "https://developers.cloudflare.com/r2/pricing/"),
  durableObjectRequest: row(0.15, 1_000_000, "https://developers.cloudflare.com/durable-objects/platform/pricing/"),
  /** GB-s for which an object is in memory, 128 MB each. */
  durableObjectGbS: row(12.5, 400_000, "https://developers.cloudflare.com/durable-objects/platform/pricing/"),
  durableObjectRowWritten: row(1, 50_000_000, "https://developers.cloudflare.com/durable-objects/platform/pricing/"),
} as const;

/** What is counted, by its name in the list. */
export type Unit = Exclude<keyof typeof prices, "readOn" | "plan">;

/** `included`: how many of a month the plan's fee covers. */
type Price = { usdPerMillion: number; included: number; source: string };

function row(usdPerMillion: number, included: number, source: string): Price {
  return { usdPerMillion, included, source };
}

import { waitUntil } from "cloudflare:workers";
import { type EdgeKey, fail, type Result, succeed } from "@perigee/schema";
import { BoundedCache } from "./bounded-cache.ts";
import { count } from "./counters.ts";
import type { Env } from "./env.ts";
import { QuotaTally } from "./quota-tally.ts";

/** Of the projects that have a quota; the others cost nothing. */
const tallies = new BoundedCache<QuotaTally>(1_000);

type Asked = { key: EdgeKey; env: Env; receivedAt: number };

/** Refuses what a project sends beyond its quota. Never waits: the project's object is asked behind the answer. */
export function checkQuota({ key, env, receivedAt }: Asked): Result<undefined> {
  if (!hasQuota(key)) return succeed(undefined);
  const tally = tallyOf(key);
  const until = tally.usedUpUntil(key.settings.quota, receivedAt);
  if (until !== undefined) return fail("quota-exceeded", { retryAfterS: Math.ceil((until - receivedAt) / 1_000) });
  if (tally.isReportDue(receivedAt)) waitUntil(report(tally, { key, env, receivedAt }));
  return succeed(undefined);
}

export function countTowardsQuota(key: EdgeKey, events: number, receivedAt: number): void {
  if (hasQuota(key)) tallyOf(key).accept(events, receivedAt);
}

async function report(tally: QuotaTally, { key, env, receivedAt }: Asked): Promise<void> {
  const accepted = tally.takeReport(receivedAt);
  try {
    const object = env.PROJECT_QUOTA.getByName(String(key.projectId));
    tally.learn(await object.report(accepted));
  } catch {
    // These events are not counted: whether the object heard of them is unknown, and nobody may be refused below the quota.
    count("quota_failures_total", 1);
  }
}

const hasQuota = ({ settings: { quota } }: EdgeKey): boolean =>
  quota.eventsPerMinute !== null || quota.eventsPerDay !== null;

function tallyOf({ projectId }: EdgeKey): QuotaTally {
  const name = String(projectId);
  const known = tallies.get(name);
  if (known) return known;
  const tally = new QuotaTally();
  tallies.set(name, tally);
  return tally;
}

import { meter } from "../counters.ts";
import type { Env } from "../env.ts";

/** Looks what lies in R2 that should not stay there: how many messages in the spool and how old, how many dead letters. */

const spoolObjects = meter.gauge({
  name: "perigee.spool.objects",
  unit: "{message}",
  description: "Messages in the spool, up to 10,000.",
});

const spoolAge = meter.gauge({
  name: "perigee.spool.age",
  unit: "s",
  description: "Age of the oldest message in the spool.",
});

const deadLetters = meter.gauge({
  name: "perigee.dead_letters.objects",
  unit: "{letter}",
  description: "Dead letters that nobody has replayed or discarded, up to 10,000 objects.",
});

/** A listing costs a request for each 1,000 objects. Beyond these pages the number is "many". */
const maxPages = 10;

/** Told by the cron, milliseconds since the epoch; `at` is 0 until it ran in this isolate. */
export const spoolState = { objects: 0, oldestAgeS: 0, at: 0 };

export async function measureBuckets({ SPOOL_BUCKET, DEAD_LETTERS }: Env, now: number): Promise<void> {
  const [spooled, dead] = await Promise.all([list(SPOOL_BUCKET, "spool/"), list(DEAD_LETTERS, "dead/")]);
  const oldest = spooled.reduce((time, { uploaded }) => Math.min(time, uploaded.getTime()), now);
  Object.assign(spoolState, { objects: spooled.length, oldestAgeS: (now - oldest) / 1_000, at: now });
  spoolObjects.set(spoolState.objects);
  spoolAge.set(spoolState.oldestAgeS);
  deadLetters.set(dead.filter(({ key }) => key.endsWith(".json")).length);
}

async function list(bucket: R2Bucket, prefix: string): Promise<R2Object[]> {
  const found: R2Object[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const listed = await bucket.list({ prefix, ...(cursor && { cursor }) });
    found.push(...listed.objects);
    if (!listed.truncated) break;
    cursor = listed.cursor;
  }
  return found;
}

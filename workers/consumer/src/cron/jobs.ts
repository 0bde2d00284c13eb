import type { Env } from "../env.ts";
import { logError } from "../log-error.ts";
import { measureBuckets } from "./measure-buckets.ts";
import { recountVisits } from "./recount-visits.ts";
import { removeExpired } from "./remove-expired.ts";
import { runRestores } from "./restore.ts";
import { ensureSalts } from "./salts.ts";
import { sweepSpool } from "./sweep-spool.ts";

/** Work that no message starts. `now` is the minute's beginning, in milliseconds since the epoch. */
type Job = { name: string; everyMinutes: number; run: (env: Env, now: number) => Promise<void> };

const jobs: Job[] = [
  { name: "keep the visitor salts", everyMinutes: 1, run: ensureSalts },
  { name: "measure the buckets", everyMinutes: 1, run: measureBuckets },
  { name: "sweep the spool", everyMinutes: 1, run: sweepSpool },
  { name: "count visits again", everyMinutes: 1, run: recountVisits },
  { name: "go on with restores", everyMinutes: 1, run: async (env) => await runRestores(env, Date.now()) },
  { name: "remove expired dead letters", everyMinutes: 60, run: removeExpired },
];

/** Runs what is due, side by side: one that fails is told and stops no other. */
export async function runJobs(env: Env, now: number): Promise<void> {
  const minute = Math.floor(now / 60_000);
  const due = jobs.filter(({ everyMinutes }) => minute % everyMinutes === 0);
  await Promise.all(
    due.map(async ({ name, run }) => {
      try {
        await run(env, now);
      } catch (cause) {
        logError("scheduled job failed", { job: name, cause: String(cause) });
      }
    }),
  );
}

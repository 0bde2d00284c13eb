import { ArchiveRestore, openRestoreName, openRestores, parseOpenRestore, restoreName } from "@perigee/schema";
import { type Env, readConfig } from "../env.ts";
import { logError } from "../log-error.ts";
import { restoreStep } from "./restore-step.ts";

/** What one run does at most: it has ended before the next minute's begins. */
const runMs = 20_000;
const runSteps = 20;
const maxOpen = 50;

/** Longer than any step. After it, a run that died no longer keeps others from its restores. */
const leaseMs = 5 * 60_000;

/** A restore that this run alone works on. The etag is that of its last state: R2 refuses ours where another run has written since. */
type Held = { restore: ArchiveRestore; etag: string };

/** Goes on with every restore that was asked for, one step of each in turn, until all are done or the time is up. */
export async function runRestores(env: Env, now: number): Promise<void> {
  const { objects } = await env.ARCHIVE.list({ prefix: openRestores, limit: maxOpen });
  const stores = { archive: env.ARCHIVE, spool: env.SPOOL_BUCKET, connection: readConfig(env).connection };
  const held = await Promise.all(objects.map(({ key }) => hold(env.ARCHIVE, key, now)));
  let waiting = held.filter((one) => one !== undefined);
  for (let steps = 0; waiting.length > 0; ) {
    const next: Held[] = [];
    for (const one of waiting) {
      const isOver = Date.now() - now > runMs || steps++ >= runSteps;
      const after = isOver ? await release(env.ARCHIVE, one) : await advance(stores, one);
      if (after) next.push(after);
    }
    waiting = next;
  }
}

/** Takes a restore for this run; undefined where another run has it, or nothing is left to do. */
async function hold(archive: R2Bucket, openName: string, now: number): Promise<Held | undefined> {
  const named = parseOpenRestore(openName);
  const object = named ? await archive.get(restoreName(named)) : null;
  const parsed = ArchiveRestore.safeParse(await object?.json());
  if (!object || !parsed.success || parsed.data.state === "done") {
    await archive.delete(openName);
    return undefined;
  }
  const { leasedUntil } = parsed.data;
  if (leasedUntil > now) return undefined;
  const problem = leasedUntil > 0 ? "The run before this one died." : parsed.data.problem;
  return save(archive, { restore: { ...parsed.data, state: "running", problem }, etag: object.etag }, leaseMs);
}

/** One step; undefined where the restore needs no further one now. */
async function advance(stores: Parameters<typeof restoreStep>[0], held: Held): Promise<Held | undefined> {
  const step = await restoreStep(stores, held.restore);
  if (!step.ok) {
    logError("a step of a restore failed", { restore: held.restore.id, failure: step.failure });
    return release(stores.archive, { ...held, restore: { ...held.restore, problem: step.failure.message } });
  }
  const after = { ...held, restore: { ...step.value, problem: null } };
  if (step.value.state !== "done") return save(stores.archive, after, leaseMs);
  if (await save(stores.archive, after, 0)) await stores.archive.delete(openRestoreName(step.value));
  return undefined;
}

async function release(archive: R2Bucket, held: Held): Promise<undefined> {
  await save(archive, held, 0);
}

/** Undefined where another run has taken the restore over meanwhile. */
async function save(archive: R2Bucket, { restore, etag }: Held, lease: number): Promise<Held | undefined> {
  const leased = { ...restore, leasedUntil: lease === 0 ? 0 : Date.now() + lease };
  const written = await archive.put(restoreName(restore), JSON.stringify(leased), { onlyIf: { etagMatches: etag } });
  return written ? { restore: leased, etag: written.etag } : undefined;
}

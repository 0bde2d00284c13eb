import { setTimeout as pause } from "node:timers/promises";
import type { Ledger } from "../load/sender.ts";
import { deadLetters, spooled, storedIds, type TestProject, viewExcess, type World } from "../world/world.ts";
import { compare, type Findings } from "./findings.ts";

type Settling = { world: World; project: TestProject; ledger: Ledger; poison: string[]; deadlineMs: number };

/**
 * Lets the pipeline finish, with its cron job run all the time, until nothing is on its way any more and everything is where it should
 * be, or the time is up; then counts.
 */
export async function settle({ deadlineMs, ...what }: Settling): Promise<Findings> {
  let found = await look(what);
  for (const until = Date.now() + deadlineMs; isUnfinished(found) && Date.now() < until; found = await look(what)) {
    await what.world.workers.sweep();
    await pause(200);
  }
  return found;
}

const isUnfinished = ({ unsettled, lost, poisonMissing }: Findings): boolean => unsettled + lost + poisonMissing > 0;

async function look({ world, project, ledger, poison }: Omit<Settling, "deadlineMs">): Promise<Findings> {
  // First what is on its way: what settles between the questions is then found stored, and nothing is looked for too early.
  const [ingest, consumer] = [await world.workers.counts("ingest"), await world.workers.counts("consumer")];
  const unsettled = Math.max(0, ingest.sent - consumer.settled) + (await spooled(world, project));
  return compare({
    ledger,
    poison,
    unsettled,
    viewExcess: await viewExcess(world, project),
    stored: await storedIds(world, project),
    final: await storedIds(world, project, "FINAL"),
    letters: await deadLetters(world, project),
  });
}

import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "./scenario.ts";
import type { FaultPlan } from "./worker/fault-plan.ts";
import type { FaultProxy, ProxyFault } from "./world/fault-proxy.ts";

/** Waits until something holds; false when the signal aborted before. */
export async function until(holds: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await holds()) return true;
    await pause(25);
  }
  return false;
}

/** Waits until another event or record has been acknowledged: the world works again. */
export function untilTaken({ ledger, signal }: Context): Promise<boolean> {
  const before = ledger.acknowledged.size;
  return until(() => ledger.acknowledged.size > before, signal);
}

/** Spoils `context.times` requests in bursts of one to five, with health in between. Answers how many were spoiled. */
export async function spoilInBursts(
  context: Context,
  proxy: FaultProxy,
  fault: Omit<ProxyFault, "times">,
): Promise<number> {
  const before = proxy.applied();
  for (let left = context.times; left > 0 && !context.signal.aborted; ) {
    const burst = Math.min(left, context.random.whole(1, 5));
    proxy.arm({ ...fault, times: burst });
    await until(() => proxy.waiting() === 0, context.signal);
    await untilTaken(context);
    left -= burst;
  }
  return proxy.applied() - before;
}

type InWorker = { worker: "ingest" | "consumer"; plan: (times: number) => FaultPlan };

/** The same for faults inside of a Worker. */
export async function breakInBursts(context: Context, { worker, plan }: InWorker): Promise<number> {
  const { workers } = context.world;
  const applied = async () => (await workers.counts(worker)).applied;
  const before = await applied();
  for (let left = context.times; left > 0 && !context.signal.aborted; ) {
    const burst = Math.min(left, context.random.whole(1, 5));
    const goal = (await applied()) + burst;
    await workers.plan(worker, plan(burst));
    await until(async () => (await applied()) >= goal, context.signal);
    await untilTaken(context);
    left -= burst;
  }
  return (await applied()) - before;
}

export const isInsert = ({ url }: { url: URL }): boolean =>
  (url.searchParams.get("query") ?? "").startsWith("INSERT INTO");

export const isSent = ({ method, url }: { method: string; url: URL }): boolean =>
  method === "POST" && /^\/v1\/(?:events|logs|traces|metrics)$/.test(url.pathname);

import { isKept, type Result, succeed, type WireEvent } from "@perigee/schema";
import { BoundedCache } from "../bounded-cache.ts";
import { count } from "../counters.ts";
import { issueOf } from "../enrich/issue.ts";
import type { Redacted } from "./redact.ts";

/**
 * `events` are the kept ones, with their final weights. `sessionWeights` is how many visits the visit of an event stands for, where that is
 * not the event's own weight. `sampledOut` is how many were dropped; their sender hears that they were accepted, since sent again
 * they would be dropped again.
 */
export type Sampled = Redacted & { sessionWeights: ReadonlyMap<WireEvent, number>; sampledOut: number };

const nothing: ReadonlyMap<WireEvent, number> = new Map();

/**
 * Keeps a part of a project's visits, whole, and of the others what nobody wants to miss. Sums of weights stay what they would be
 * without sampling: what is kept by the hash of its session stands for 1 / rate, what is always kept for itself alone.
 */
export function sample(state: Redacted): Result<Sampled> {
  const { context, key } = state;
  const { rate, slowMs } = key.settings.sampling;
  if (rate >= 1) return succeed({ ...state, sessionWeights: nothing, sampledOut: 0 });
  const sessionFactor = isKept(context.sessionId, rate) ? 1 / rate : 0;
  const sessionWeights = new Map<WireEvent, number>();
  const events = state.events.filter((event) => {
    const own = event.weight ?? 1;
    if (isAlwaysKept(event, { slowMs, projectId: key.projectId })) {
      sessionWeights.set(event, own * sessionFactor);
      return true;
    }
    event.weight = own * sessionFactor;
    return sessionFactor > 0;
  });
  const sampledOut = state.events.length - events.length;
  if (sampledOut > 0) count("events_sampled_out_total", sampledOut);
  return succeed({ ...state, events, sessionWeights, sampledOut });
}

type Rule = { slowMs: number; projectId: number };

function isAlwaysKept(event: WireEvent, { slowMs, projectId }: Rule): boolean {
  switch (event.kind) {
    case "error":
      return (event.level ?? "error") === "error" || isFirstSeen(projectId, issueOf(event).issueId);
    case "request":
    case "resource":
    case "navigation":
    case "long-frame":
      return event.durationMs >= slowMs;
    default:
      // An engagement's duration is time that somebody spent, which nobody waited for.
      return false;
  }
}

/** Issues that this isolate has kept one of. A forgotten one is kept once more, which costs a row and no truth: it then weighs 1 too. */
const seen = new BoundedCache<true>(10_000);

/** Of warnings and notices, which are sampled, the first of each issue is kept, so that the list of issues has no gaps. */
function isFirstSeen(projectId: number, issueId: string): boolean {
  const issue = `${projectId}:${issueId}`;
  if (seen.get(issue)) return false;
  seen.set(issue, true);
  return true;
}

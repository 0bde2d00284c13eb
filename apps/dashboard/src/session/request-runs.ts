import { type Entry, isFailed } from "./kinds.ts";
import { causeOf } from "./traces.ts";

/** A page that fetches ahead makes a request for each link that comes into view; fewer than these are seen at a glance. */
const fewest = 4;

/**
 * The entries in rows: each in one of its own, but for requests that stand next to each other and are alike, which share one.
 * Alike are those that were read from the same host without failing and were caused by the same click, or by none.
 */
export function rowsOf(entries: readonly Entry[], traces: ReadonlyMap<string, readonly Entry[]>): Entry[][] {
  const runs: { likeness: string | null; members: Entry[] }[] = [];
  for (const entry of entries) {
    const likeness = likenessOf(entry, traces);
    const last = runs.at(-1);
    if (last && likeness !== null && last.likeness === likeness) last.members.push(entry);
    else runs.push({ likeness, members: [entry] });
  }
  return runs.flatMap(({ members }) => (members.length < fewest ? members.map((entry) => [entry]) : [members]));
}

/** What requests of one run have in common; null for what always has a row of its own. */
function likenessOf(entry: Entry, traces: ReadonlyMap<string, readonly Entry[]>): string | null {
  const { kind, target, traceId, detail } = entry;
  if (kind !== "request" || detail["method"] !== "GET" || isFailed(entry)) return null;
  const members = traces.get(traceId);
  if (members && isAskedFor(entry, members)) return null;
  return `${splitTarget(target).host} ${members ? traceId : ""}`;
}

/** The first request after a click is what the visitor clicked for. */
const isAskedFor = (entry: Entry, members: readonly Entry[]): boolean =>
  causeOf(members) !== undefined && members.find(({ kind }) => kind === "request") === entry;

/** Host and path of what was fetched; a target without a host is all path. */
export function splitTarget(target: string): { host: string; path: string } {
  const slash = target.indexOf("/");
  return slash > 0 ? { host: target.slice(0, slash), path: target.slice(slash) } : { host: "", path: target };
}

/** What a run is about: its host, its different paths, and the shortest and the longest time that one took, milliseconds. */
export function summaryOf(run: readonly Entry[]) {
  const targets = run.map(({ target }) => splitTarget(target));
  const times = run.map(({ value }) => value);
  return {
    host: targets[0]?.host ?? "",
    paths: Array.from(new Set(targets.map(({ path }) => path))),
    shortestMs: Math.min(...times),
    longestMs: Math.max(...times),
  };
}

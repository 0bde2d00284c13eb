import { duration } from "../format/number.ts";
import { type Entry, kindNames, kinds } from "./kinds.ts";

/** Entries by the trace that they share, where more than one of them does: a click and what it caused. */
export function tracesOf(entries: readonly Entry[]): Map<string, Entry[]> {
  const traces = Map.groupBy(
    entries.filter(({ traceId }) => traceId !== ""),
    ({ traceId }) => traceId,
  );
  return new Map(Array.from(traces).filter(([, members]) => members.length > 1));
}

/** What began a trace: the click, or nothing that the browser knows of. */
export const causeOf = (members: readonly Entry[]): Entry | undefined =>
  members.find(({ kind }) => kind === "interaction");

/** "1 request, 2 errors": what a trace holds beside its cause. */
export function effectsOf(members: readonly Entry[]): string {
  const cause = causeOf(members);
  const effects = members.filter((member) => member !== cause);
  return kindNames
    .map((kind) => ({ kind, count: effects.filter((effect) => effect.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${(count === 1 ? kinds[kind].word : kinds[kind].several).toLowerCase()}`)
    .join(", ");
}

/** What stands on the row that leads to the others of its trace: of effects, how long after the click they came. */
export function linkWords(entry: Entry, members: readonly Entry[]): string {
  const cause = causeOf(members);
  if (entry === cause) return `Led to ${members.length - 1}`;
  return cause ? `${duration(Math.max(0, entry.time - cause.time))} after click` : "Same trace";
}

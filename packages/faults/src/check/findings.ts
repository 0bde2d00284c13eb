import type { Ledger } from "../load/sender.ts";

/** What was found after a scenario; every set of ids is counted. */
export type Findings = {
  sent: number;
  acknowledged: number;
  /** Rows as they lie in the tables, doubles and all. */
  stored: number;
  /** Rows beyond the first with an id. */
  doubled: number;
  /** Rows beyond the first that readers see, with FINAL. */
  doubledFinal: number;
  /** Rows of `events` that the view of visits counts too many, or too few where it is negative. */
  viewExcess: number;
  /** Acknowledged, and not there. */
  lost: number;
  /** There, and never sent. */
  invented: number;
  deadLetters: number;
  /** Poison that is no dead letter, and dead letters that are no poison. */
  poisonMissing: number;
  deadWrongly: number;
  /** Messages that are still in the spool or on their way. */
  unsettled: number;
};

export type Evidence = {
  ledger: Ledger;
  stored: Map<string, number>;
  final: Map<string, number>;
  viewExcess: number;
  letters: string[];
  poison: string[];
  unsettled: number;
};

export function compare({ ledger, stored, final, letters, poison, ...others }: Evidence): Findings {
  const rows = (found: Map<string, number>) => [...found.values()].reduce((sum, count) => sum + count, 0);
  const missing = (ids: Iterable<string>, from: { has: (id: string) => boolean }) =>
    Array.from(ids).filter((id) => !from.has(id)).length;
  const dead = new Set(letters);
  return {
    sent: ledger.sent.size,
    acknowledged: ledger.acknowledged.size,
    stored: rows(stored),
    doubled: rows(stored) - stored.size,
    doubledFinal: rows(final) - final.size,
    lost: missing(ledger.acknowledged, final),
    invented: missing(stored.keys(), ledger.sent),
    deadLetters: dead.size,
    poisonMissing: missing(poison, dead),
    deadWrongly: missing(dead, new Set(poison)),
    ...others,
  };
}

/** The promises that a run broke, in words; none when all were kept. */
export function brokenPromises(found: Findings): string[] {
  const say = (count: number, what: string): string[] => (count > 0 ? [`${count} ${what}`] : []);
  return [
    ...say(-found.viewExcess, "too few counted in the view of visits"),
    ...say(found.viewExcess, "too many counted in the view of visits"),
    ...say(found.lost, "lost"),
    ...say(found.doubled, "doubled"),
    ...say(found.doubledFinal, "doubled even with FINAL"),
    ...say(found.invented, "stored that were never sent"),
    ...say(found.poisonMissing, "poisoned messages without a dead letter"),
    ...say(found.deadWrongly, "dead letters that are no poison"),
    ...say(found.sent - found.acknowledged, "never acknowledged"),
    ...say(found.unsettled, "messages never settled"),
  ];
}

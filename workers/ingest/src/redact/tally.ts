/** How often a rule has found something in a field, by `rule:field`, as the column `redacted` has it. */
export type Tally = Map<string, number>;

/** The column is a UInt16. */
const maxCount = 65_535;

export function note(tally: Tally, entry: string, times = 1): void {
  tally.set(entry, Math.min(maxCount, (tally.get(entry) ?? 0) + times));
}

export function addTally(tally: Tally, other: Tally): void {
  for (const [entry, times] of other) note(tally, entry, times);
}

/**
 * What a request may still grow to when it is written out: a few bytes of spans can stand for gaps of any width, and every point repeats the
 * labels of its series. Far beyond what Prometheus sends, which writes the labels of each sample out itself.
 */
export type Budget = { buckets: number; labelChars: number };

export const newBudget = (): Budget => ({ buckets: 1_000_000, labelChars: 16_000_000 });

/** Whether that many points of these labels still fit; they are then taken off. */
export function spendLabels(budget: Budget, labels: ReadonlyMap<string, string>, points: number): boolean {
  let chars = 0;
  for (const [name, value] of labels) chars += name.length + value.length;
  if (chars * points > budget.labelChars) return false;
  budget.labelChars -= chars * points;
  return true;
}

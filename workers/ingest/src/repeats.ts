/** Since when this isolate has been looking. At the top of a module workerd's clock stands still. */
let watchingSince: number | undefined;

/**
 * Could this batch have been taken before, with the answer lost? Where its sender says so, and where it was made before this isolate could
 * know: then another one may have had it. Clocks of clients are off, so this is a suspicion; it costs the consumer a question.
 */
export function mayBeRepeat(batch: { id: string; resent?: boolean | undefined }, now: number): boolean {
  watchingSince ??= now;
  return batch.resent === true || madeAt(batch.id) < watchingSince;
}

/** The first 48 bits of a UUIDv7 are milliseconds since the epoch. */
const madeAt = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** Numbers that are the same for the same seed (mulberry32), so that a run can be repeated. */
export type Random = {
  /** At least `from`, at most `to`. */
  whole: (from: number, to: number) => number;
  bytes: (count: number) => Uint8Array;
};

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return { whole, bytes: (count) => Uint8Array.from({ length: count }, () => whole(0, 255)) };
}

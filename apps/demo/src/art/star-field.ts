export type Star = { x: number; y: number; radius: number };

/** The same stars for the same seed, so that server and browser draw one sky. Coordinates have one decimal. */
export function starField({
  seed,
  count,
  width,
  height,
}: {
  seed: number;
  count: number;
  width: number;
  height: number;
}): Star[] {
  const next = randomFrom(seed);
  return Array.from({ length: count }, () => ({
    x: round(next() * width),
    y: round(next() * height),
    // Few bright stars, many faint ones.
    radius: round(0.4 + 1.8 * next() ** 6),
  }));
}

/** Mulberry32: small, and good enough for a sky. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

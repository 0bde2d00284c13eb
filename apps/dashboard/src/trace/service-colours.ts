const seriesCount = 8;

/** A series of the theme for each service: by the hash of its name, so that it is the same on every page; the next free one where two agree. */
export function serviceColours(names: readonly string[]): Map<string, string> {
  const colours = new Map<string, string>();
  const taken = new Set<number>();
  for (const name of names.toSorted()) {
    let series = hashOf(name) % seriesCount;
    while (taken.has(series) && taken.size < seriesCount) series = (series + 1) % seriesCount;
    taken.add(series);
    colours.set(name, `var(--series-${series + 1})`);
  }
  return colours;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(text)) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0;
  return hash;
}

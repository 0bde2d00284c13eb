/**
 * Which sessions and traces a project that samples keeps. Pure, so every isolate, batch and signal comes to the same verdict:
 *
 *     kept  =  fmix32(fnv1a32(id)) < rate * 2^32
 *
 * `id` is the session's UUID, or a trace's 32 hex digits, in lower case and read as UTF-8 (they are ASCII). FNV-1a (offset basis 2166136261,
 * prime 16777619) reads it; fmix32, the last step of MurmurHash3, spreads it, since FNV's upper bits follow the last
 * characters only loosely. What is kept at one rate is kept at every higher one.
 */
export function isKept(id: string, rate: number): boolean {
  return rate >= 1 || hash32(id.toLowerCase()) < rate * 2 ** 32;
}

export function hash32(ascii: string): number {
  let hash = 2_166_136_261;
  for (let place = 0; place < ascii.length; place++) {
    hash = Math.imul(hash ^ ascii.charCodeAt(place), 16_777_619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

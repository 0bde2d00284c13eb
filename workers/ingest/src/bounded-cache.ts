/**
 * A map that forgets what was not used for longest: an isolate lives for days, and its memory is shared by all requests in it.
 *
 * It keeps two generations. When the young one has half of what may be kept, it becomes the old one, and the old one is forgotten as a
 * whole: to look for the oldest entry of a single Map takes the longer, the more of them were deleted before it.
 */
export class BoundedCache<V> {
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  readonly #maxYoung: number;

  constructor(maxEntries: number) {
    this.#maxYoung = Math.ceil(maxEntries / 2);
  }

  get(key: string): V | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.#old.delete(key);
    this.#young.set(key, value);
    if (this.#young.size < this.#maxYoung) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    this.#old.delete(key);
    this.#young.delete(key);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}

/** A small seeded generator (sfc32 by Chris Doty-Humphrey): same seed, same numbers, on every machine. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** `stream` makes independent generators of one seed, so that a visitor's traits do not depend on who came before. */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    this.#c = Math.trunc(stream / 4_294_967_296) ^ 0x9e37_79b9;
    for (let round = 0; round < 12; round++) this.uint32();
  }

  uint32(): number {
    const mixed = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + mixed;
    this.#c |= 0;
    return mixed >>> 0;
  }

  /** From 0 up to but not 1. */
  fraction(): number {
    return this.uint32() / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** Whole number from 0 up to but not `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Around `median`, with a long tail to the right as waiting times have it; `spread` 0.5 puts a tenth above 1.9 medians. */
  logNormal(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction());
    return median * Math.exp(spread * normal);
  }

  uint64(): string {
    return ((BigInt(this.uint32()) << 32n) | BigInt(this.uint32())).toString();
  }

  /** Lower-case hexadecimal digits, a multiple of eight of them. */
  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += hex8(this.uint32());
    return text;
  }

  uuidv7(epochMs: number): string {
    const time = Math.floor(epochMs).toString(16).padStart(12, "0");
    const high = hex8(this.uint32());
    const low = hex8(this.uint32());
    const variant = "89ab"[this.uint32() & 3];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${high.slice(0, 3)}-${variant}${high.slice(3, 6)}-${high.slice(6)}${low}${low.slice(2, 4)}`;
  }
}

const hex8 = (value: number): string => value.toString(16).padStart(8, "0");

/** Picks by weight: `choose(random.fraction())`. */
export function weighted<T>(choices: readonly (readonly [weight: number, item: T])[]): (fraction: number) => T {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  let sum = 0;
  const edges = choices.map(([weight, item]) => {
    sum += weight / total;
    return [sum, item] as const;
  });
  return (fraction) => (edges.find(([edge]) => fraction < edge) ?? edges[edges.length - 1])?.[1] as T;
}

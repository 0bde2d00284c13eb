import type { Description, HistogramValue, Point, Unreported } from "./points.ts";

type Attributes = Record<string, string>;

const named = ({ name, unit, description }: Description, attributes: Attributes) => ({
  ...{ name, unit, description },
  attributes,
});

export class CounterSeries {
  readonly #named: ReturnType<typeof named>;
  #total = 0;
  #reported = 0;

  constructor(description: Description, attributes: Attributes) {
    this.#named = named(description, attributes);
  }

  add(by: number): void {
    this.#total += by;
  }

  total(): Point {
    return { ...this.#named, kind: "sum", value: this.#total };
  }

  unreported(): Unreported | undefined {
    const total = this.#total;
    if (total === this.#reported) return undefined;
    const commit = () => {
      this.#reported = total;
    };
    return { point: { ...this.#named, kind: "sum", value: total - this.#reported }, commit };
  }
}

export class GaugeSeries {
  readonly #named: ReturnType<typeof named>;
  #value = 0;
  #readings = 0;
  #reported = 0;

  constructor(description: Description, attributes: Attributes) {
    this.#named = named(description, attributes);
  }

  set(value: number): void {
    this.#value = value;
    this.#readings += 1;
  }

  total(): Point {
    return { ...this.#named, kind: "gauge", value: this.#value };
  }

  unreported(): Unreported | undefined {
    const readings = this.#readings;
    if (readings === this.#reported) return undefined;
    const commit = () => {
      this.#reported = readings;
    };
    return { point: this.total(), commit };
  }
}

type Extremes = { min: number; max: number };
const nothing: Extremes = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
const widest = (a: Extremes, b: Extremes): Extremes => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) });

export class HistogramSeries {
  readonly #named: ReturnType<typeof named>;
  readonly #bounds: readonly number[];
  readonly #buckets: number[];
  #reportedBuckets: number[];
  #sum = 0;
  #reportedSum = 0;
  #ever = nothing;
  /** Of values since the last report was made, and of those in a report that has not arrived. */
  #recent = nothing;
  #underWay = nothing;

  constructor({ bounds, ...description }: Description & { bounds: readonly number[] }, attributes: Attributes) {
    this.#named = named(description, attributes);
    this.#bounds = bounds;
    this.#buckets = new Array(bounds.length + 1).fill(0);
    this.#reportedBuckets = [...this.#buckets];
  }

  record(value: number): void {
    let bucket = 0;
    for (const bound of this.#bounds) {
      if (value <= bound) break;
      bucket += 1;
    }
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#sum += value;
    if (value < this.#recent.min || value > this.#recent.max) {
      this.#recent = widest(this.#recent, { min: value, max: value });
      this.#ever = widest(this.#ever, this.#recent);
    }
  }

  total(): Point {
    return this.#point([...this.#buckets], this.#sum, this.#ever);
  }

  unreported(): Unreported | undefined {
    const [buckets, sum] = [[...this.#buckets], this.#sum];
    const since = buckets.map((count, index) => count - (this.#reportedBuckets[index] ?? 0));
    if (since.every((count) => count === 0)) return undefined;
    this.#underWay = widest(this.#underWay, this.#recent);
    this.#recent = nothing;
    const commit = () => {
      this.#reportedBuckets = buckets;
      this.#reportedSum = sum;
      this.#underWay = nothing;
    };
    return { point: this.#point(since, sum - this.#reportedSum, this.#underWay), commit };
  }

  #point(buckets: number[], sum: number, extremes: Extremes): Point {
    const count = buckets.reduce((all, bucket) => all + bucket, 0);
    const { min, max } = count === 0 ? { min: 0, max: 0 } : extremes;
    const value: HistogramValue = { count, sum, buckets, bounds: this.#bounds, min, max };
    return { ...this.#named, kind: "histogram", value };
  }
}

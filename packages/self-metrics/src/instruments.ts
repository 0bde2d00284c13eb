import { type AttributesOf, BoundedSeries, type Domains } from "./bounded-series.ts";
import type { Description, Point, Unreported } from "./points.ts";
import { CounterSeries, GaugeSeries, HistogramSeries } from "./series.ts";

/** Nothing for an instrument without attributes. */
type Labels<D extends Domains> = keyof D extends never ? [] : [attributes: AttributesOf<D>];

type Settings<D extends Domains> = Description & { attributes?: D };

/** The instruments of one Worker's isolate. They are made when its modules load, and count for as long as it lives. */
export class Meter {
  readonly #instruments: BoundedSeries<Domains, CounterSeries | GaugeSeries | HistogramSeries>[] = [];

  counter<D extends Domains = Record<never, never>>(settings: Settings<D>) {
    const of = this.#add(settings, (attributes) => new CounterSeries(settings, attributes));
    return {
      add: (by: number, ...labels: Labels<D>): void => of(labels).add(by),
    };
  }

  gauge<D extends Domains = Record<never, never>>(settings: Settings<D>) {
    const of = this.#add(settings, (attributes) => new GaugeSeries(settings, attributes));
    return {
      set: (value: number, ...labels: Labels<D>): void => of(labels).set(value),
    };
  }

  /** `bounds` are the upper bounds of the buckets, each belonging to its bucket, in growing order. */
  histogram<D extends Domains = Record<never, never>>(settings: Settings<D> & { bounds: readonly number[] }) {
    const of = this.#add(settings, (attributes) => new HistogramSeries(settings, attributes));
    return {
      record: (value: number, ...labels: Labels<D>): void => of(labels).record(value),
      /** The series itself, for where it is always the same one. */
      of: (...labels: Labels<D>): HistogramSeries => of(labels),
    };
  }

  /** Everything since the isolate began. */
  totals(): Point[] {
    return this.#all().map((series) => series.total());
  }

  /** Everything that no report has told yet. */
  unreported(): Unreported[] {
    return this.#all().flatMap((series) => series.unreported() ?? []);
  }

  #all() {
    return this.#instruments.flatMap((instrument) => instrument.all());
  }

  #add<D extends Domains, S extends CounterSeries | GaugeSeries | HistogramSeries>(
    { attributes }: Settings<D>,
    make: (attributes: Record<string, string>) => S,
  ): (labels: Labels<D>) => S {
    const series = new BoundedSeries<D, S>(attributes ?? ({} as D), make);
    this.#instruments.push(series);
    return ([given]) => series.of(given ?? ({} as AttributesOf<D>));
  }
}

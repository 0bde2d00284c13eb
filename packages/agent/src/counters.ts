/** What the agent knows of itself. Names are OpenTelemetry's style: `perigee.agent.tail.lines`. */
export type Series = { name: string; attributes: Record<string, string>; kind: "sum" | "gauge"; value: number };

/** Attributes come from our own code, so this many are only reached by a mistake. */
const maxSeries = 1_000;

export class Counters {
  readonly #series = new Map<string, Series>();

  add(name: string, by = 1, attributes: Record<string, string> = {}): void {
    const series = this.#of({ name, attributes, kind: "sum" });
    series.value += by;
  }

  set(name: string, value: number, attributes: Record<string, string> = {}): void {
    this.#of({ name, attributes, kind: "gauge" }).value = value;
  }

  /** Over all its attributes. */
  total(name: string): number {
    return this.all().reduce((sum, series) => (series.name === name ? sum + series.value : sum), 0);
  }

  all(): Series[] {
    return [...this.#series.values()];
  }

  #of({ name, attributes, kind }: Omit<Series, "value">): Series {
    const key = `${name}\0${JSON.stringify(attributes)}`;
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size >= maxSeries && Object.keys(attributes).length > 0)
      return this.#of({ name, attributes: {}, kind });
    const made: Series = { name, attributes, kind, value: 0 };
    this.#series.set(key, made);
    return made;
  }
}

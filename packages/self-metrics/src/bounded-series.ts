/**
 * What an attribute may say: a closed list, or at most so many different texts where the code itself names them (steps, queues).
 * Nothing that a client sends belongs into an attribute.
 */
export type Domain = readonly string[] | { atMost: number };
export type Domains = Record<string, Domain>;

export type AttributesOf<D extends Domains> = {
  [Name in keyof D]: D[Name] extends readonly (infer Value extends string)[] ? Value : string;
};

/** What stands for a value outside the domain, as OpenTelemetry calls it. */
export const otherValue = "_OTHER";

/**
 * The series of one instrument, made when they are first needed. There are at most as many as the domains allow: whatever lies
 * outside them is counted under `_OTHER`.
 */
export class BoundedSeries<D extends Domains, Series> {
  readonly #domains: { name: string; known: Set<string>; room: number }[];
  readonly #make: (attributes: Record<string, string>) => Series;
  readonly #series = new Map<string, Series>();

  constructor(domains: D, make: (attributes: Record<string, string>) => Series) {
    this.#domains = Object.entries<Domain>(domains).map(([name, domain]) =>
      "atMost" in domain
        ? { name, known: new Set(), room: domain.atMost }
        : { name, known: new Set(domain), room: domain.length },
    );
    this.#make = make;
  }

  of(attributes: AttributesOf<D>): Series {
    const given: Record<string, string> = attributes;
    let key = "";
    for (const domain of this.#domains) key += `${within(domain, given[domain.name] ?? "")}\0`;
    const found = this.#series.get(key);
    if (found) return found;
    const own = this.#domains.map((domain) => [domain.name, within(domain, given[domain.name] ?? "")]);
    const made = this.#make(Object.fromEntries(own));
    this.#series.set(key, made);
    return made;
  }

  all(): Series[] {
    return [...this.#series.values()];
  }
}

function within({ known, room }: { known: Set<string>; room: number }, value: string): string {
  if (known.has(value)) return value;
  if (known.size >= room) return otherValue;
  known.add(value);
  return value;
}

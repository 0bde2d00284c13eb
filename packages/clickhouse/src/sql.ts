import { toDateTime64 } from "@perigee/schema";
import { type ColumnName, type TableName, tables } from "./tables.ts";

/**
 * The only door to SQL: text stands in the template itself, values go in as typed placeholders such as `{ String: name }`,
 * identifiers come from the table list. A bare string neither compiles nor runs, so nothing can be concatenated in.
 */

const unsigned = (max: bigint) => (value: unknown) => {
  const whole = typeof value === "bigint" ? value : BigInt(value as number | string);
  if (whole < 0n || whole > max) throw new RangeError(`${whole} is not between 0 and ${max}`);
  return whole.toString();
};

const text = (value: unknown) => {
  if (typeof value !== "string") throw new TypeError("a String placeholder takes a string");
  return value;
};

const finite = (value: unknown) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new TypeError("a Float64 placeholder takes a number");
  return String(value);
};

export type StagingName = `restore_${string}`;

const stagingName = (value: unknown) => {
  if (!isStagingName(value)) throw new TypeError("a StagingTable placeholder takes restore_ and a plain name");
  return value;
};

export const isStagingName = (name: unknown): name is StagingName =>
  typeof name === "string" && /^restore_[a-z0-9_]{1,80}$/.test(name);

/** Placeholder types: the type's text for ClickHouse, and how a value is checked and sent. */
const placeholders = {
  String: { type: "String", encode: text },
  UUID: { type: "UUID", encode: text },
  UInt32: { type: "UInt32", encode: unsigned(4_294_967_295n) },
  UInt64: { type: "UInt64", encode: unsigned(18_446_744_073_709_551_615n) },
  Float64: { type: "Float64", encode: finite },
  /** Takes milliseconds since the epoch. */
  DateTime64: { type: "DateTime64(3, 'UTC')", encode: (value: unknown) => toDateTime64(value as number) },
  /** The name of a table that is not in the list, since restores make and drop it. */
  StagingTable: { type: "Identifier", encode: stagingName },
  Strings: { type: "Array(String)", encode: (value: unknown) => (value as unknown[]).map(text) },
} as const;

type PlaceholderName = keyof typeof placeholders;

export type Placeholder =
  | { String: string }
  | { UUID: string }
  | { UInt32: number }
  | { UInt64: bigint | string }
  | { Float64: number }
  | { DateTime64: number }
  | { StagingTable: StagingName }
  | { Strings: readonly string[] };

type SqlParam = string | readonly string[];
type SqlPart = Sql | Placeholder;

/** A finished piece of SQL: alternating trusted text and values. Made by `sql`, `table`, `column` and `join` alone. */
export class Sql {
  readonly #texts: readonly string[];
  readonly #values: readonly Placeholder[];

  private constructor(texts: readonly string[], values: readonly Placeholder[]) {
    this.#texts = texts;
    this.#values = values;
  }

  /** Query text with `{p0:Type}` placeholders, and the parameters for them. */
  compile(): { text: string; params: Record<string, SqlParam> } {
    const params: Record<string, SqlParam> = {};
    let compiled = this.#texts[0] ?? "";
    for (const [index, placeholder] of this.#values.entries()) {
      const { type, value } = encode(placeholder);
      params[`p${index}`] = value;
      compiled += `{p${index}:${type}}${this.#texts[index + 1] ?? ""}`;
    }
    return { text: compiled, params };
  }

  /** @internal Joins template text and parts; nested pieces melt into one list. */
  static assemble(strings: readonly string[], parts: readonly SqlPart[]): Sql {
    const texts = [strings[0] ?? ""];
    const values: Placeholder[] = [];
    const append = (tail: string) => texts.push((texts.pop() ?? "") + tail);
    for (const [index, part] of parts.entries()) {
      if (part instanceof Sql) {
        append(part.#texts[0] ?? "");
        for (const [inner, value] of part.#values.entries()) {
          values.push(value);
          texts.push(part.#texts[inner + 1] ?? "");
        }
      } else {
        encode(part);
        values.push(part);
        texts.push("");
      }
      append(strings[index + 1] ?? "");
    }
    return new Sql(texts, values);
  }
}

/** Tagged template: sql`SELECT count() FROM ${table("events")} WHERE project_id = ${{ UInt32: projectId }}`. */
export function sql(strings: TemplateStringsArray, ...parts: SqlPart[]): Sql {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new TypeError("sql is a template tag; it cannot be called with a string");
  }
  return Sql.assemble(strings, parts);
}

/** A table of the list. */
export function table(name: TableName): Sql {
  if (!Object.hasOwn(tables, name)) throw new TypeError(`there is no table ${JSON.stringify(name)}`);
  return Sql.assemble([name], []);
}

/** A column of a table of the list, unqualified. */
export function column<T extends TableName>(tableName: T, name: ColumnName<T>): Sql {
  const known: readonly string[] = Object.hasOwn(tables, tableName) ? tables[tableName] : [];
  if (!known.includes(name)) throw new TypeError(`there is no column ${JSON.stringify(`${tableName}.${name}`)}`);
  return Sql.assemble([`\`${name}\``], []);
}

/** Pieces with a separator between them; nothing for an empty list. */
export function join(pieces: readonly Sql[], separator: Sql): Sql {
  return pieces.reduce((joined, piece, index) => (index === 0 ? piece : sql`${joined}${separator}${piece}`), sql``);
}

function encode(placeholder: Placeholder): { type: string; value: SqlParam } {
  const [entry, ...others] = typeof placeholder === "object" && placeholder !== null ? Object.entries(placeholder) : [];
  if (!entry || others.length > 0 || !Object.hasOwn(placeholders, entry[0])) {
    throw new TypeError("a value in SQL must be a fragment or one typed placeholder such as { String: name }");
  }
  const { type, encode: encodeValue } = placeholders[entry[0] as PlaceholderName];
  return { type, value: encodeValue(entry[1]) };
}

import type { AnyValue, LogRecord } from "@perigee/otlp";

/** Where a step finds what it reads: the record's body, or one of its attributes. */
const bodyName = "body";

export const valueAt = (record: LogRecord, source: string): AnyValue | undefined =>
  source === bodyName ? record.body : record.attributes.get(source);

/** A value that has gone into a field of its own need not stand among the attributes as well. The body stays. */
export function removeSource(record: LogRecord, source: string): void {
  if (source !== bodyName) record.attributes.delete(source);
}

/** A text, a number or a boolean as text; of everything else nothing. */
export function scalarText(value: AnyValue): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? String(value) : "";
}

type Reading<Value> = {
  readonly sources: readonly string[];
  readonly read: (value: AnyValue, source: string) => Value | undefined;
};

/**
 * The first source that can be read, and what it says. `failed` where there were sources but none could be read, `unchanged` where there
 * was none: an empty text is none.
 */
export function readFirst<Value>(
  record: LogRecord,
  { sources, read }: Reading<Value>,
): { source: string; value: Value } | "failed" | "unchanged" {
  let isThere = false;
  for (const source of sources) {
    const found = valueAt(record, source);
    if (found === undefined || found === null || found === "") continue;
    isThere = true;
    const value = read(found, source);
    if (value !== undefined) return { source, value };
  }
  return isThere ? "failed" : "unchanged";
}

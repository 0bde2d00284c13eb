import type { AnyValue, KeyValues } from "@perigee/otlp";
import type { Severity } from "./severity.ts";

/** What a parser has read from a line. `undefined` is what its format does not say. */
export type ParsedLine = {
  /** Under OpenTelemetry's names where it has any. */
  attributes: KeyValues;
  /** The text that the line was written for, without what stands in the attributes. */
  message: string | undefined;
  timeUnixNano: bigint | undefined;
  severity: Severity | undefined;
  /** Attributes beyond `maxAttributes`. */
  droppedAttributesCount: number;
};

/** What a parser may have to know: times without a year or a zone are read by these. */
export type ParseOptions = { nowMs?: number; utcOffsetMinutes?: number };

/** More than any sane line has; a hostile one costs no more than this. */
const maxAttributes = 256;

export const emptyLine = (): ParsedLine => ({
  attributes: new Map(),
  message: undefined,
  timeUnixNano: undefined,
  severity: undefined,
  droppedAttributesCount: 0,
});

export function addAttribute(line: ParsedLine, name: string, value: AnyValue): void {
  if (line.attributes.size >= maxAttributes && !line.attributes.has(name)) line.droppedAttributesCount += 1;
  else line.attributes.set(name, value);
}

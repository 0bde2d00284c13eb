import type { AnyValue, LogRecord } from "@perigee/otlp";
import { compileLinear } from "@perigee/schema/linear-regex";
import { parseCombined } from "../access-log.ts";
import { flatten, parseJsonLine } from "../json-line.ts";
import { parseLogfmt } from "../logfmt.ts";
import { regexChars } from "../match.ts";
import { parseAuto } from "../parse-auto.ts";
import { addAttribute, emptyLine, type ParsedLine, type ParseOptions } from "../parsed-line.ts";
import { valueAt } from "../sources.ts";
import { parseSyslog } from "../syslog.ts";
import { offsetOf } from "../timestamp.ts";
import { type Apply, nowOf, type StepOf, setTime } from "./step.ts";

type Parse = (line: string, options: ParseOptions) => ParsedLine | undefined;

const parsers = {
  auto: parseAuto,
  json: parseJsonLine,
  logfmt: parseLogfmt,
  combined: parseCombined,
  syslog: parseSyslog,
} satisfies Record<string, Parse>;

/** What a parser finds becomes attributes; what its format says of time, severity and message takes the place of the record's own. */
export function compileParse({ format, from, prefix, utcOffset }: StepOf<"parse">): Apply {
  const parse: Parse = typeof format === "object" ? regexParser(format) : parsers[format];
  const takesMaps = format === "json" || format === "auto";
  const utcOffsetMinutes = offsetOf(utcOffset);
  return (record) => {
    const value = valueAt(record, from);
    if (value === undefined || value === null || value === "") return "unchanged";
    const parsed = takesMaps && value instanceof Map ? flatten(value) : parseText(value, record);
    if (parsed) return addTo(record, parsed, { from, prefix });
    // Nobody has said that the line has a format.
    return format === "auto" ? "unchanged" : "failed";
  };

  function parseText(value: AnyValue, record: LogRecord): ParsedLine | undefined {
    return typeof value === "string" ? parse(value, { nowMs: nowOf(record), utcOffsetMinutes }) : undefined;
  }
}

function addTo(record: LogRecord, parsed: ParsedLine, { from, prefix }: { from: string; prefix: string }) {
  // An iterator would make a list of each pair.
  parsed.attributes.forEach((value, name) => {
    record.attributes.set(prefix === "" ? name : prefix + name, value);
  });
  record.droppedAttributesCount += parsed.droppedAttributesCount;
  if (parsed.timeUnixNano !== undefined) setTime(record, parsed.timeUnixNano);
  if (parsed.severity) Object.assign(record, parsed.severity);
  if (parsed.message !== undefined && from === "body") record.body = parsed.message;
  return "done" as const;
}

/** The groups of an expression have no dots in their names; two underscores stand for one. */
function regexParser(given: { regex: string; ignoreCase: boolean }): Parse {
  const regex = compileLinear(given);
  return (line) => {
    const groups = regex?.findGroups(line.slice(0, regexChars));
    if (!groups) return undefined;
    const parsed = emptyLine();
    for (const [name, text] of groups) addAttribute(parsed, name.replaceAll("__", "."), text);
    return parsed;
  };
}

import { parseCombined } from "./access-log.ts";
import { parseJsonLine } from "./json-line.ts";
import { parsePairsOnly } from "./logfmt.ts";
import type { ParsedLine, ParseOptions } from "./parsed-line.ts";
import { parseSyslog } from "./syslog.ts";

/** Whichever of the formats fits. Each tells by a line's beginning that it is none of its own. */
export function parseAuto(line: string, options: ParseOptions = {}): ParsedLine | undefined {
  return parseJsonLine(line) ?? parseSyslog(line, options) ?? parseCombined(line) ?? parsePairsOnly(line);
}

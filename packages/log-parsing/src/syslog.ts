import { emptyLine, type ParsedLine, type ParseOptions } from "./parsed-line.ts";
import { severityOf } from "./severity.ts";
import { parseRfc3164 } from "./syslog-3164.ts";
import { parseRfc5424 } from "./syslog-5424.ts";

/**
 * A syslog message as RFC 5424 has it, or RFC 3164, or as daemons write those to files: without the priority, or with an ISO time.
 * A message that has nothing but a priority is its text (RFC 3164, section 4.3.3).
 */
export function parseSyslog(line: string, options: ParseOptions = {}): ParsedLine | undefined {
  const clock = { nowMs: options.nowMs ?? Date.now(), utcOffsetMinutes: options.utcOffsetMinutes ?? 0 };
  const text = line.slice(0, endOfText(line));
  const priority = readPriority(text);
  if (!priority) return parseRfc3164(text, { clock, hasPriority: false });
  const rest = text.slice(priority.length);
  const parsed = parseRfc5424(rest, clock) ??
    parseRfc3164(rest, { clock, hasPriority: true }) ?? { ...emptyLine(), message: rest };
  parsed.severity = severityOf(priority.value % 8, "syslog");
  parsed.attributes.set("syslog.facility", facilities[priority.value >> 3] ?? "");
  return parsed;
}

/** Keywords of the facilities 0 to 23 (RFC 5424, section 6.2.1, by the names of syslog.h where it has them). */
const facilities = [
  ...["kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp"],
  ...["ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"],
];

function readPriority(text: string): { value: number; length: number } | undefined {
  const [whole, digits] = /^<(0|[1-9]\d{0,2})>/.exec(text) ?? [];
  const value = Number(digits);
  return whole !== undefined && value < facilities.length * 8 ? { value, length: whole.length } : undefined;
}

/** Senders end a message with a line break or a NUL (RFC 6587, section 3.4.2), which are not part of it. */
function endOfText(line: string): number {
  let end = line.length;
  while (end > 0 && "\r\n\0".includes(line.charAt(end - 1))) end -= 1;
  return end;
}

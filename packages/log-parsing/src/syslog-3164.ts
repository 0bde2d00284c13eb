import { addAttribute, emptyLine, type ParsedLine } from "./parsed-line.ts";
import { addProcess } from "./syslog-5424.ts";
import { readIso, readSyslogTime } from "./timestamp.ts";
import type { Clock } from "./unix-nano.ts";

const bsdTime = /^([A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,6})?) /;
const isoTime = /^(\d{4}-\d\d-\d\dT\S{8,30}) /;

/** `sshd[24200]: `, `kernel: `, `postfix/smtpd[7]: `. */
const tag = String.raw`([^\s:[\]]{1,64})(?:\[([^\]\s]{1,64})\])?:(?: |$)`;
const tagAlone = new RegExp(`^${tag}`);
const hostAndTag = new RegExp(String.raw`^(\S{1,255}) ${tag}`);
const hostAlone = /^(\S{1,255}) /;

/**
 * RFC 3164, section 4.1, behind the priority: time, host, and the tag of a program. Local daemons leave the host out. Without a
 * priority a line must have a tag to be taken for syslog.
 */
export function parseRfc3164(
  text: string,
  { clock, hasPriority }: { clock: Clock; hasPriority: boolean },
): ParsedLine | undefined {
  const time = bsdTime.exec(text) ?? isoTime.exec(text);
  if (!time?.[1]) return undefined;
  const timeUnixNano = readSyslogTime(time[1], clock) ?? readIso(time[1], clock);
  if (timeUnixNano === undefined) return undefined;
  const rest = text.slice(time[0].length);
  const source = readSource(rest);
  if (!source || (source.program === undefined && !hasPriority)) return undefined;

  const parsed = { ...emptyLine(), timeUnixNano, message: rest.slice(source.length) };
  if (source.host !== undefined) addAttribute(parsed, "host.name", source.host);
  if (source.program !== undefined) addAttribute(parsed, "service.name", source.program);
  if (source.process !== undefined) addProcess(parsed, source.process);
  return parsed;
}

type Source = { length: number; host?: string | undefined; program?: string | undefined; process?: string | undefined };

function readSource(text: string): Source | undefined {
  const local = tagAlone.exec(text);
  if (local) return { length: local[0].length, program: local[1], process: local[2] };
  const remote = hostAndTag.exec(text);
  if (remote) return { length: remote[0].length, host: remote[1], program: remote[2], process: remote[3] };
  const host = hostAlone.exec(text);
  return host ? { length: host[0].length, host: host[1] } : undefined;
}

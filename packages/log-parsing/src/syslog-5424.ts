import { addAttribute, emptyLine, type ParsedLine } from "./parsed-line.ts";
import { readQuoted } from "./quoted.ts";
import { readIso } from "./timestamp.ts";
import type { Clock } from "./unix-nano.ts";

/** VERSION, TIMESTAMP, HOSTNAME, APP-NAME, PROCID, MSGID, each at most as long as the RFC lets it be. */
const header = /^1 (\S{1,64}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /;

/** RFC 5424, section 6, behind the priority. Undefined where the text has another form. */
export function parseRfc5424(text: string, clock: Clock): ParsedLine | undefined {
  const [head, time = "", host = "", app = "", process = "", id = ""] = header.exec(text) ?? [];
  if (head === undefined) return undefined;
  const timeUnixNano = time === nil ? undefined : readIso(time, clock);
  if (time !== nil && timeUnixNano === undefined) return undefined;
  const parsed = { ...emptyLine(), timeUnixNano };
  const end = readStructuredData(parsed, text, head.length);
  if (end === undefined || (end < text.length && text[end] !== " ")) return undefined;

  addUnlessNil(parsed, "host.name", host);
  addUnlessNil(parsed, "service.name", app);
  addProcess(parsed, process);
  addUnlessNil(parsed, "syslog.msg_id", id);
  const message = text.slice(end + 1);
  parsed.message = message.startsWith(byteOrderMark) ? message.slice(1) : message;
  return parsed;
}

const nil = "-";
const byteOrderMark = "\uFEFF";

function addUnlessNil(parsed: ParsedLine, name: string, text: string): void {
  if (text !== nil) addAttribute(parsed, name, text);
}

/** PROCID is a process's number most of the time, but may be anything. */
export function addProcess(parsed: ParsedLine, text: string): void {
  if (/^\d{1,9}$/.test(text)) addAttribute(parsed, "process.pid", Number(text));
  else addUnlessNil(parsed, "syslog.procid", text);
}

/** Adds `syslog.<SD-ID>.<PARAM-NAME>` for each parameter (section 6.3); gives the place behind the last element. */
function readStructuredData(parsed: ParsedLine, text: string, start: number): number | undefined {
  if (text[start] === nil) return start + 1;
  let place: number | undefined = start;
  while (place !== undefined && text[place] === "[") place = readElement(parsed, text, place);
  return place === start ? undefined : place;
}

const elementId = /\[([^\s=\]"]{1,32})/y;
const parameterName = / ([^\s=\]"]{1,32})=(?=")/y;

function readElement(parsed: ParsedLine, text: string, start: number): number | undefined {
  const id = execAt(elementId, text, start);
  if (!id) return undefined;
  let place = start + id[0].length;
  for (let name = execAt(parameterName, text, place); name; name = execAt(parameterName, text, place)) {
    const value = readQuoted(text, place + name[0].length);
    if (!value) return undefined;
    addAttribute(parsed, `syslog.${id[1]}.${name[1]}`, value.raw.replace(/\\(["\\\]])/g, "$1"));
    place = value.end;
  }
  return text[place] === "]" ? place + 1 : undefined;
}

function execAt(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

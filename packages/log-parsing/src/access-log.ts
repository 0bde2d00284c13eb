import { addAttribute, emptyLine, type ParsedLine } from "./parsed-line.ts";
import { readQuoted, undoEscapes } from "./quoted.ts";
import { readClf } from "./timestamp.ts";

const head = /^(\S{1,255}) \S{1,255} (\S{1,255}) \[([^\]]{20,40})\] (?=")/;
const status = / (\d{3}) (\d{1,19}|-)(?= |$)/y;

/**
 * A line of a web server's access log: the common log format and the combined one, as Apache and nginx write them.
 * https://httpd.apache.org/docs/2.4/logs.html#combined and https://nginx.org/en/docs/http/ngx_http_log_module.html
 */
export function parseCombined(line: string): ParsedLine | undefined {
  const [start, address = "", user = "", time = ""] = head.exec(line) ?? [];
  if (start === undefined) return undefined;
  const timeUnixNano = readClf(time);
  const request = readQuoted(line, start.length);
  if (timeUnixNano === undefined || !request) return undefined;
  status.lastIndex = request.end;
  const [numbers, code = "", bytes = ""] = status.exec(line) ?? [];
  if (numbers === undefined) return undefined;

  const parsed = { ...emptyLine(), timeUnixNano };
  addAttribute(parsed, "client.address", address);
  addText(parsed, "user.name", user);
  addRequest(parsed, undoEscapes(request.raw));
  addAttribute(parsed, "http.response.status_code", Number(code));
  addAttribute(parsed, "http.response.body.size", bytes === "-" ? 0 : Number(bytes));
  addReferrerAndAgent(parsed, line, request.end + numbers.length);
  return parsed;
}

/** `GET /path?query HTTP/1.1`. What a scanner sends instead, such as bytes of TLS, is no request and is left to the body. */
function addRequest(parsed: ParsedLine, request: string): void {
  const [, method, target = "", version] = /^([A-Z]{1,20}) (\S+)(?: HTTP\/(\d(?:\.\d)?))?$/.exec(request) ?? [];
  if (method === undefined) return;
  addAttribute(parsed, "http.request.method", method);
  const query = target.indexOf("?");
  addAttribute(parsed, "url.path", query < 0 ? target : target.slice(0, query));
  if (query >= 0) addText(parsed, "url.query", target.slice(query + 1));
  if (version) addAttribute(parsed, "network.protocol.version", version);
}

/** Both or none: a line of the common format ends before them. What a server adds behind them is left to the body. */
function addReferrerAndAgent(parsed: ParsedLine, line: string, end: number): void {
  const referrer = line.startsWith(' "', end) ? readQuoted(line, end + 1) : undefined;
  const agent = referrer && line.startsWith(' "', referrer.end) ? readQuoted(line, referrer.end + 1) : undefined;
  if (!referrer || !agent) return;
  addText(parsed, "http.request.header.referer", undoEscapes(referrer.raw));
  addText(parsed, "user_agent.original", undoEscapes(agent.raw));
}

/** Servers write a hyphen for what they do not have. */
function addText(parsed: ParsedLine, name: string, text: string): void {
  if (text !== "" && text !== "-") addAttribute(parsed, name, text);
}

import type { AnyValue } from "@perigee/otlp";
import type { SeverityScale } from "@perigee/schema";

/** `severityNumber` is OpenTelemetry's, 1 to 24; `severityText` is what the source called it. */
export type Severity = { severityNumber: number; severityText: string };

/**
 * Syslog's words have the numbers of the table in OpenTelemetry's logs data model, appendix B.
 * https://opentelemetry.io/docs/specs/otel/logs/data-model/#appendix-b-severitynumber-example-mappings
 */
const numbers: ReadonlyMap<string, number> = new Map([
  ...words(1, "trace", "trc", "trce", "finest", "silly", "t"),
  ...words(3, "finer"),
  ...words(5, "debug", "dbg", "dbug", "fine", "d"),
  ...words(6, "verbose", "v", "config"),
  // Between winston's info and its debug, where OpenTelemetry's own transport for winston puts it.
  ...words(7, "http"),
  ...words(9, "info", "inf", "information", "informational", "log", "i"),
  ...words(10, "notice", "success", "n"),
  ...words(13, "warn", "warning", "wrn", "w"),
  ...words(17, "error", "err", "eror", "fail", "e", "severe"),
  ...words(18, "critical", "crit", "c"),
  ...words(19, "alert", "a"),
  ...words(21, "fatal", "ftl", "f", "emergency", "emerg", "panic", "p"),
]);

function words(number: number, ...names: string[]): [string, number][] {
  return names.map((name) => [name, number]);
}

/** Keywords of syslog's severities 0 to 7 (RFC 5424, section 6.2.1). */
const syslogNames = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;
const rangeNames = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

const nameOf: Record<SeverityScale, (level: number) => string | undefined> = {
  // Less than ten is syslog's scale, as GELF has it, rather than a level of one's own below pino's.
  pino: (level) => (level >= 10 ? rangeNames[Math.min(6, Math.floor(level / 10)) - 1] : undefined),
  python: (level) => (level >= 1 ? rangeNames[Math.min(5, Math.floor(level / 10))] : undefined),
  syslog: (level) => syslogNames[level],
  otel: (level) =>
    Number.isInteger(level) && level >= 1 && level <= 24 ? rangeNames[Math.floor((level - 1) / 4)] : undefined,
};

/** Reads a level: a word that some logger uses, or a number on its scale. */
export function severityOf(level: AnyValue, scale: SeverityScale = "pino"): Severity | undefined {
  if (typeof level === "number") return severityOfNumber(level, scale);
  if (typeof level !== "string" || level.length > 20) return undefined;
  const word = level.trim();
  if (/^\d+$/.test(word)) return severityOfNumber(Number(word), scale);
  const severityNumber = numbers.get(word.toLowerCase());
  return severityNumber === undefined ? undefined : { severityNumber, severityText: word };
}

/** The number alone; 0 for a level that means nothing to us. */
export const severityNumberOf = (level: AnyValue): number => severityOf(level)?.severityNumber ?? 0;

function severityOfNumber(level: number, scale: SeverityScale): Severity | undefined {
  const severityText = nameOf[scale](level);
  if (severityText === undefined) return undefined;
  const severityNumber = scale === "otel" ? level : (numbers.get(severityText) ?? 0);
  return { severityNumber, severityText };
}

/** How far into a text the level is looked for, characters: beyond that a word is more likely prose. */
const headChars = 200;

const marked = /\b(?:level|severity|lvl)=["']?([a-z]{3,12})\b|[[<(|]\s?([a-z]{1,13})\s?[\])>|]/gi;
const shouted = /(?:^|[\s:])([A-Z]{3,13})(?=$|[\s:|,-])/g;

/** A level of winston's, but in a line rather what somebody speaks. */
const isProtocol = ({ severityText }: Severity): boolean => severityText.toLowerCase() === "http";

/** The level in the beginning of a line of plain text: `level=warn`, `[error]`, `<W>`, or a word in capitals. */
export function findSeverity(text: string): Severity | undefined {
  const head = text.slice(0, headChars);
  for (const pattern of [marked, shouted]) {
    for (const [, first, second] of head.matchAll(pattern)) {
      const found = severityOf(first ?? second ?? "");
      if (found && !isProtocol(found)) return found;
    }
  }
  return undefined;
}

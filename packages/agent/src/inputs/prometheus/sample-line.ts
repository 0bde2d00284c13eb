/** One line of the Prometheus text format (0.0.4) or of OpenMetrics (1.0): what was measured, of what, how much, when. */
export type Sample = {
  name: string;
  labels: Labels;
  value: number;
  /** As it stands there: milliseconds in the one format, seconds in the other. */
  timestamp: number | undefined;
  exemplar: { labels: Labels; value: number; timestamp: number | undefined } | undefined;
};
export type Labels = Map<string, string>;

type Read<T> = { value: T; end: number };

/** Undefined where the line does not have the format's form. Quoted metric names, as Prometheus 3 writes them, are read too. */
export function parseSampleLine(line: string): Sample | undefined {
  const named = nameAt(line, 0);
  const braced = labelsAt(line, named?.end ?? 0);
  const name = named?.value ?? braced?.value.quotedName;
  if (name === undefined || (braced === undefined && line[named?.end ?? 0] === "{")) return undefined;
  const [values = "", ...exemplarTexts] = line.slice(braced?.end ?? named?.end).split(" # ");
  const measured = valueAndTime(values);
  if (!measured) return undefined;
  const exemplar = exemplarTexts.length === 0 ? undefined : exemplarOf(exemplarTexts.join(" # "));
  return { name, labels: braced?.value.labels ?? new Map(), ...measured, exemplar };
}

const namePattern = /[ \t]*([a-zA-Z_:][a-zA-Z0-9_:.]*)/y;

function nameAt(line: string, from: number): Read<string> | undefined {
  namePattern.lastIndex = from;
  const found = namePattern.exec(line);
  return found?.[1] === undefined ? undefined : { value: found[1], end: namePattern.lastIndex };
}

type Braced = { labels: Labels; quotedName: string | undefined };

const openPattern = /[ \t]*\{[ \t]*/y;
const betweenPattern = /[ \t]*(,?)[ \t]*(\}?)/y;
const equalsPattern = /[ \t]*=[ \t]*/y;

/** What stands in `{…}`: labels, and perhaps the metric's name in quotes. */
function labelsAt(line: string, from: number): Read<Braced> | undefined {
  let at = after(openPattern, line, from);
  if (at === undefined) return undefined;
  const braced: Braced = { labels: new Map(), quotedName: undefined };
  if (line[at] === "}") return { value: braced, end: at + 1 };
  for (;;) {
    const end = readLabel(line, at, braced);
    if (end === undefined) return undefined;
    betweenPattern.lastIndex = end;
    const [between = "", comma, close] = betweenPattern.exec(line) ?? [];
    at = end + between.length;
    if (close) return { value: braced, end: at };
    if (!comma) return undefined;
  }
}

/** Where the label ends. A text in quotes without a value is the metric's name. */
function readLabel(line: string, from: number, braced: Braced): number | undefined {
  const key = line[from] === '"' ? quotedAt(line, from) : nameAt(line, from);
  if (!key) return undefined;
  const valueStart = after(equalsPattern, line, key.end);
  if (valueStart === undefined) {
    if (line[from] !== '"' || braced.quotedName !== undefined) return undefined;
    braced.quotedName = key.value;
    return key.end;
  }
  const value = quotedAt(line, valueStart);
  if (!value) return undefined;
  braced.labels.set(key.value, value.value);
  return value.end;
}

function after(pattern: RegExp, line: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : undefined;
}

/** A loop and no expression: the engine's stack bounds how long a text it can take back. */
function quotedAt(line: string, from: number): Read<string> | undefined {
  if (line[from] !== '"') return undefined;
  for (let at = from + 1; at < line.length; at++) {
    const character = line[at];
    if (character === "\\") at++;
    else if (character === '"') return { value: unescapeText(line.slice(from + 1, at)), end: at + 1 };
  }
  return undefined;
}

/** `\\`, `\"` and `\n`; any other backslash stands for itself. */
export const unescapeText = (text: string): string =>
  text.includes("\\")
    ? text.replaceAll(/\\([\\"n])/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped))
    : text;

function valueAndTime(text: string): { value: number; timestamp: number | undefined } | undefined {
  const [valueText = "", timeText, ...more] = text.trim().split(/[ \t]+/);
  const value = parseValue(valueText);
  const timestamp = timeText === undefined ? undefined : parseValue(timeText);
  if (value === undefined || more.length > 0) return undefined;
  if (timeText !== undefined && !Number.isFinite(timestamp)) return undefined;
  return { value, timestamp };
}

const specialValues: Record<string, number> = {
  inf: Number.POSITIVE_INFINITY,
  "+inf": Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "+infinity": Number.POSITIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};

/** As Go's ParseFloat has it, in decimal: undefined for what is no number. */
export function parseValue(text: string): number | undefined {
  const value = specialValues[text.toLowerCase()];
  if (value !== undefined) return value;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** `{trace_id="…"} 0.67 1520879607.789`. An exemplar that is wrong is left out; its sample stands. */
function exemplarOf(text: string): Sample["exemplar"] {
  const braced = labelsAt(text, 0);
  const measured = braced && valueAndTime(text.slice(braced.end));
  return measured && { labels: braced.value.labels, ...measured };
}

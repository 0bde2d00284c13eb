import { addAttribute, emptyLine, type ParsedLine } from "./parsed-line.ts";
import { readQuoted, undoEscapes } from "./quoted.ts";

/** Pairs as Go's loggers write them, `level=info msg="it works" cached`: values are texts, a word without a value is true. */
export function parseLogfmt(line: string): ParsedLine | undefined {
  const read = readTokens(line, anyKey);
  return read && read.pairs > 0 && read.pairs >= read.words ? read.parsed : undefined;
}

/** The same where nobody has said that a line is logfmt: then it must be nothing but pairs with plain keys, two at least. */
export function parsePairsOnly(line: string): ParsedLine | undefined {
  // Most lines of prose are told here, by their first word.
  if (!/^\s{0,8}[A-Za-z_@][\w.@/-]{0,127}=/.test(line)) return undefined;
  const read = readTokens(line, plainKey);
  return read && read.pairs >= 2 && read.words === 0 ? read.parsed : undefined;
}

const anyKey = /^[^"]{1,256}$/;
const plainKey = /^[A-Za-z_@][\w.@/-]{0,127}$/;

type Tokens = { parsed: ParsedLine; pairs: number; words: number };

/** Undefined where the line cannot be split up: a quote that does not close, a key that is none. */
function readTokens(line: string, key: RegExp): Tokens | undefined {
  const tokens: Tokens = { parsed: emptyLine(), pairs: 0, words: 0 };
  for (let place = skipBlanks(line, 0); place < line.length; place = skipBlanks(line, place)) {
    const keyEnd = endOfKey(line, place);
    const name = line.slice(place, keyEnd);
    if (!key.test(name)) return undefined;
    if (line[keyEnd] !== "=") {
      addAttribute(tokens.parsed, name, true);
      tokens.words += 1;
      place = keyEnd;
      continue;
    }
    const value = readValue(line, keyEnd + 1);
    if (!value) return undefined;
    addAttribute(tokens.parsed, name, value.text);
    tokens.pairs += 1;
    place = value.end;
  }
  return tokens;
}

function readValue(line: string, start: number): { text: string; end: number } | undefined {
  if (line[start] !== '"') {
    const end = endOfWord(line, start);
    return { text: line.slice(start, end), end };
  }
  const quoted = readQuoted(line, start);
  if (!quoted || !isBlank(line, quoted.end)) return undefined;
  return { text: undoEscapes(quoted.raw), end: quoted.end };
}

/** The line's end is blank, too. */
const isBlank = (line: string, place: number): boolean => place >= line.length || line.charCodeAt(place) <= 32;

function skipBlanks(line: string, start: number): number {
  let place = start;
  while (place < line.length && isBlank(line, place)) place += 1;
  return place;
}

function endOfWord(line: string, start: number): number {
  let place = start;
  while (!isBlank(line, place)) place += 1;
  return place;
}

function endOfKey(line: string, start: number): number {
  let place = start;
  while (!isBlank(line, place) && line[place] !== "=") place += 1;
  return place;
}

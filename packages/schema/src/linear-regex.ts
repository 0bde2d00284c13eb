import { RE2JS } from "re2js";

/**
 * Regular expressions that somebody else wrote. RE2 takes time linear in the text for any of them, where JavaScript's own may take
 * forever; the size of its program is the other factor, so it is bounded too. A door of its own, since re2js weighs 260 kB.
 */
export type LinearRegex = { findAll: (text: string) => { start: number; end: number }[] };

/** Instructions of a compiled expression. At this size, one that never matches took 75 ms for the longest text, a stack of 16,000 characters. */
const maxProgramSize = 200;

type Given = { regex: string; ignoreCase: boolean };

/** What keeps an expression from being used, as the end of a sentence; undefined when it can be. */
export function faultOfRegex({ regex, ignoreCase }: Given): string | undefined {
  try {
    const size = compile({ regex, ignoreCase }).programSize();
    return size > maxProgramSize ? `is too complex: ${size} steps, at most ${maxProgramSize}` : undefined;
  } catch (cause) {
    return `is no RE2 expression: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

/** Undefined where the expression has a fault. Matches are in order and never empty. */
export function compileLinear(given: Given): LinearRegex | undefined {
  if (faultOfRegex(given) !== undefined) return undefined;
  const compiled = compile(given);
  return { findAll: (text) => matchesIn(compiled, text) };
}

const compile = ({ regex, ignoreCase }: Given): RE2JS => RE2JS.compile(regex, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);

function matchesIn(compiled: RE2JS, text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const matcher = compiled.matcher(text);
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (end > start) found.push({ start, end });
  }
  return found;
}

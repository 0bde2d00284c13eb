import { RE2JS } from "re2js";

/**
 * Regular expressions that somebody else wrote. RE2 takes time linear in the text for any of them, where JavaScript's own may take
 * forever; the size of its program is the other factor, so it is bounded too. A door of its own, since re2js weighs 260 kB.
 */
export type LinearRegex = {
  test: (text: string) => boolean;
  findAll: (text: string) => { start: number; end: number }[];
  /** What the named groups hold at the first match, undefined where there is none; a group that took no part is left out. */
  findGroups: (text: string) => [name: string, text: string][] | undefined;
};

/** Instructions of a compiled expression. At this size, one that never matches took 75 ms for the longest text, a stack of 16,000 characters. */
const maxProgramSize = 200;

/** `mustName`: an expression that has no named group is of no use. */
type Given = { regex: string; ignoreCase: boolean; mustName?: boolean };

/** What keeps an expression from being used, as the end of a sentence; undefined when it can be. */
export function faultOfRegex({ mustName = false, ...given }: Given): string | undefined {
  try {
    const compiled = compile(given);
    const size = compiled.programSize();
    if (size > maxProgramSize) return `is too complex: ${size} steps, at most ${maxProgramSize}`;
    const isNameless = mustName && Object.keys(compiled.namedGroups()).length === 0;
    return isNameless ? "has no named group such as (?P<level>[A-Z]+)" : undefined;
  } catch (cause) {
    return `is no RE2 expression: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

/** Undefined where the expression has a fault. Matches are in order and never empty. */
export function compileLinear(given: Given): LinearRegex | undefined {
  if (faultOfRegex(given) !== undefined) return undefined;
  const compiled = compile(given);
  return {
    test: (text) => compiled.test(text),
    findAll: (text) => matchesIn(compiled, text),
    findGroups: (text) => groupsIn(compiled, text),
  };
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

function groupsIn(compiled: RE2JS, text: string): [string, string][] | undefined {
  const matcher = compiled.matcher(text);
  if (!matcher.find()) return undefined;
  return Object.keys(compiled.namedGroups()).flatMap((name): [string, string][] => {
    const found = matcher.group(name);
    return found === null ? [] : [[name, found]];
  });
}

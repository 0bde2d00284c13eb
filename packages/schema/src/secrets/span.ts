/** A part of a text, by positions as String.slice takes them. */
export type Span = { start: number; end: number };

/** Finds what it knows in a text: in order, without overlaps, in time linear to the text whatever it holds. */
export type Find = (text: string) => Span[];

/**
 * All matches of a global pattern that matches no empty text. Nearly always there are none, and `matchAll` would copy the pattern to
 * find that out.
 */
export function matchesOf(pattern: RegExp, text: string): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) matches.push(match);
  return matches;
}

export function replaceSpans(text: string, spans: Span[], replace: (found: string) => string): string {
  let result = "";
  let from = 0;
  for (const { start, end } of spans) {
    result += text.slice(from, start) + replace(text.slice(start, end));
    from = end;
  }
  return result + text.slice(from);
}

/** One token of ClickHouse SQL. `start` and `end` are offsets in the text; comments and white space are not tokens. */
export type Token = {
  kind: "word" | "name" | "string" | "number" | "mark";
  text: string;
  start: number;
  end: number;
};

/**
 * Cuts ClickHouse SQL into tokens, lazily: an INSERT's header is read without looking at the data behind it. It follows
 * src/Parsers/Lexer.cpp in what may hide other text: nested comments, both escapes in quotes, heredocs. An unclosed quote or comment
 * ends the stream, because everything behind it belongs to it.
 */
export function* tokens(sql: string): Generator<Token> {
  let at = skipBlank(sql, 0);
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    if (!token) return;
    yield token;
    at = skipBlank(sql, token.end);
  }
}

const patterns: [Token["kind"], RegExp][] = [
  ["word", /[A-Za-z_][\w$]*/y],
  ["number", /\d[\w.]*/y],
  ["string", /'(?:[^'\\]+|\\[\s\S]|'')*'/y],
  ["string", /\$(\w*)\$[\s\S]*?\$\1\$/y],
  ["name", /`(?:[^`\\]+|\\[\s\S]|``)*`|"(?:[^"\\]+|\\[\s\S]|"")*"/y],
  ["mark", /[^'`"]/y],
];

function tokenAt(sql: string, start: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  return undefined;
}

const blank = /(?:[\s\0]+|--[^\n]*|#[ !][^\n]*)+/y;

/** The offset of the next token at or after `from`. */
function skipBlank(sql: string, from: number): number {
  let at = from;
  for (;;) {
    blank.lastIndex = at;
    at += blank.exec(sql)?.[0].length ?? 0;
    if (!sql.startsWith("/*", at)) return at;
    at = endOfComment(sql, at);
  }
}

/** Where a block comment ends; they nest, as in standard SQL. */
function endOfComment(sql: string, start: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start + 2;
  let depth = 1;
  while (depth > 0) {
    const found = edge.exec(sql);
    if (!found) return sql.length;
    depth += found[0] === "/*" ? 1 : -1;
  }
  return edge.lastIndex;
}

/** Whether a token is this keyword; a quoted name never is. */
export const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === "word" && token.text.toUpperCase() === word;

/** A ClickHouse string literal. */
export const quoteString = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** A ClickHouse identifier. */
export const quoteName = (name: string): string => `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;

import { ClickHouseException } from "./exception.ts";
import { type InsertStatement, readInsert } from "./insert-statement.ts";
import { isWord, type Token, tokens } from "./sql-tokens.ts";

/** What a request asks for, split where this server has to put something into the text. */
export type Statement =
  /** Gives rows: `before` INTO OUTFILE `after`. `format` is the one that the text itself names. */
  | { kind: "read"; before: string; after: string; format: string | undefined }
  | InsertStatement
  /** Takes rows from elsewhere in the database. */
  | { kind: "insert-select"; sql: string }
  /** Everything else: DDL, KILL and so on. */
  | { kind: "command"; sql: string };

/**
 * Reads the statement at the beginning of `bytes`. Without `complete` more bytes may follow, and `undefined` asks for them: only the
 * header of an INSERT can be understood before the text has ended.
 */
export function readStatement(bytes: Buffer, complete: boolean): Statement | undefined {
  // One character a byte, so that offsets in the text are offsets in the bytes.
  const text = bytes.toString("latin1");
  const first = tokens(text).next().value;
  if (isWord(first ?? undefined, "INSERT")) {
    const insert = readInsert(text, complete);
    if (insert !== "select") return insert;
  }
  if (!complete) return undefined;
  if (!first)
    throw new ClickHouseException("SYNTAX_ERROR", "Syntax error: failed at position 1 (end of query): Empty query.");
  return readWhole(bytes.toString("utf8"));
}

const readingWords = new Set(["SELECT", "WITH", "FROM", "SHOW", "DESC", "DESCRIBE", "EXPLAIN", "EXISTS", "CHECK"]);

function readWhole(text: string): Statement {
  const all = [...tokens(text)];
  while (all.at(-1)?.text === ";") all.pop();
  const end = all.at(-1)?.end ?? 0;
  const sql = text.slice(0, end);
  const outer = outsideParentheses(all);
  refuseFiles(outer);
  const first = all[0];
  const reads = first?.text === "(" || (first?.kind === "word" && readingWords.has(first.text.toUpperCase()));
  if (isWord(first, "INSERT")) return { kind: "insert-select", sql };
  // `WITH … INSERT` and `… PARALLEL WITH …` begin like a read but give no rows.
  if (!reads || outer.some((token) => isWord(token, "INSERT") || isWord(token, "PARALLEL")))
    return { kind: "command", sql };
  const format = formatClause(outer);
  return {
    kind: "read",
    before: sql.slice(0, format?.at ?? end),
    after: format ? sql.slice(format.at) : "",
    format: format?.name,
  };
}

function outsideParentheses(all: Token[]): Token[] {
  let depth = 0;
  return all.filter(({ text }) => {
    if (")]}".includes(text)) depth -= 1;
    const outside = depth === 0;
    if ("([{".includes(text)) depth += 1;
    return outside;
  });
}

/** `FORMAT name` at the end, or before a last SETTINGS; a column called format is followed by other things. */
function formatClause(outer: Token[]): { at: number; name: string } | undefined {
  for (let index = outer.length - 2; index > 0; index -= 1) {
    const [before, keyword, name, after] = outer.slice(index - 1, index + 3);
    if (!keyword || !isWord(keyword, "FORMAT") || before?.text === "." || name?.kind !== "word") continue;
    if (after === undefined || isWord(after, "SETTINGS")) return { at: keyword.start, name: name.text };
  }
  return undefined;
}

/** Files are the client's own business in ClickHouse; over HTTP it refuses both forms, and so do we. */
function refuseFiles(outer: Token[]): void {
  outer.forEach((token, index) => {
    if (isWord(token, "INTO") && isWord(outer[index + 1], "OUTFILE")) {
      throw new ClickHouseException("INTO_OUTFILE_NOT_ALLOWED", "INTO OUTFILE is not allowed");
    }
    if (isWord(token, "FROM") && isWord(outer[index + 1], "INFILE")) {
      throw new ClickHouseException("UNKNOWN_TYPE_OF_QUERY", "Query has infile and was send directly to server");
    }
  });
}

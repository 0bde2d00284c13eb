import { ClickHouseException } from "./exception.ts";
import { isWord, quoteString, type Token, tokens } from "./sql-tokens.ts";

/** The spool file that stands for the data of an INSERT. */
export type InsertSource = { path: string; compression: string };

/** An INSERT that takes rows from the request: they start at `dataAt` in the bytes that were read so far. */
export type InsertStatement = { kind: "insert"; dataAt: number; withSource: (source: InsertSource) => string };

/**
 * Reads an INSERT's header: everything up to its data. The data itself never becomes part of a statement: chDB ends inline data at a
 * blank line and runs the rest as SQL. It is spooled, and `FROM INFILE` takes the place of the data, so that the engine's own INSERT
 * path (column list, defaults, formats) sees it as a file and nothing else.
 *
 * Gives "select" for an INSERT SELECT without data, and `undefined` when the header goes on in bytes that were not read yet.
 */
export function readInsert(text: string, complete: boolean): InsertStatement | "select" | undefined {
  const scan = scanHeader(text, complete);
  switch (scan.found) {
    case "data":
      return { kind: "insert", dataAt: scan.dataAt, withSource: (source) => fromInfile(text, scan, source) };
    case "input":
      return { kind: "insert", dataAt: scan.dataAt, withSource: (source) => fromFileFunction(text, scan, source) };
    case "select":
      return "select";
    case "nothing":
      if (!complete) return undefined;
      throw new ClickHouseException(
        "SYNTAX_ERROR",
        `Syntax error: failed at position ${text.length} (end of query): an INSERT needs VALUES, FORMAT or SELECT.`,
      );
  }
}

/** `sourceAt` is where FROM INFILE goes; `formatAt` is where FORMAT or VALUES stands. */
type DataScan = { found: "data"; sourceAt: number; formatAt: number; format: string; dataAt: number };
type InputScan = {
  found: "input";
  callAt: number;
  openedAt: number;
  closeAt: number;
  formatAt: number;
  format: string;
  dataAt: number;
};
type Scan = DataScan | InputScan | { found: "select" } | { found: "nothing" };

function scanHeader(text: string, complete: boolean): Scan {
  const rest = tokens(text);
  let settingsAt: number | undefined;
  let previous: Token | undefined;
  for (const token of outsideParentheses(skipTarget(rest), rest)) {
    if (isWord(token, "SELECT") || isWord(token, "WITH")) return scanSelect(text, rest);
    refuseInfile(previous, token);
    previous = token;
    if (isWord(token, "SETTINGS")) settingsAt = token.start;
    const data = dataStart(text, token, rest);
    if (!data) continue;
    // The name of a format, or the line break behind it, may go on in bytes that were not read yet.
    if (data.dataAt === text.length && !complete && !text.endsWith("\n")) break;
    return { found: "data", sourceAt: settingsAt ?? token.start, formatAt: token.start, ...data };
  }
  return { found: "nothing" };
}

/** The tokens up to a semicolon, without column lists and arguments; a SELECT may stand in parentheses. */
function* outsideParentheses(first: Token | undefined, rest: Generator<Token>): Generator<Token> {
  let depth = 0;
  for (let token = first; token && token.text !== ";"; token = next(rest)) {
    depth += depthChange(token);
    if (depth === 0 || isWord(token, "SELECT")) yield token;
  }
}

const depthChange = ({ text }: Token): number => (text === "(" ? 1 : text === ")" ? -1 : 0);

/** Where the data begins, if this token is VALUES or FORMAT. */
function dataStart(text: string, token: Token, rest: Generator<Token>): { format: string; dataAt: number } | undefined {
  if (isWord(token, "VALUES")) return { format: "Values", dataAt: token.end };
  if (!isWord(token, "FORMAT")) return undefined;
  const name = next(rest);
  if (name?.kind !== "word") return undefined;
  return { format: name.text, dataAt: name.end + separatorLength(text, name.end) };
}

const next = (rest: Generator<Token>): Token | undefined => rest.next().value ?? undefined;

/** Steps over `INSERT [INTO] [TABLE] [db.]table` or `INSERT INTO [TABLE] FUNCTION name`, whose words may look like keywords. */
function skipTarget(rest: Generator<Token>): Token | undefined {
  next(rest);
  let token = next(rest);
  for (const word of ["INTO", "TABLE", "FUNCTION"]) if (isWord(token, word)) token = next(rest);
  let after = next(rest);
  while (after?.text === ".") {
    next(rest);
    after = next(rest);
  }
  return after;
}

function refuseInfile(previous: Token | undefined, token: Token): void {
  if (isWord(previous, "FROM") && isWord(token, "INFILE")) {
    throw new ClickHouseException("UNKNOWN_TYPE_OF_QUERY", "Query has infile and was send directly to server");
  }
}

/** After FORMAT and its name, blanks and one line break belong to the header; after VALUES nothing does. */
const separatorLength = (text: string, at: number): number =>
  /^[ \t\f]*;?[ \t\f]*\r?\n?/.exec(text.slice(at, at + 64))?.[0].length ?? 0;

/** `INSERT … SELECT … FROM input('structure') … FORMAT name`: the one SELECT that takes data. */
function scanSelect(text: string, rest: Generator<Token>): Scan {
  const all = [...rest];
  const callAt = all.findIndex((token, index) => isWord(token, "INPUT") && all[index + 1]?.text === "(");
  if (callAt < 0) return { found: "select" };
  const closeAt = closingParenthesis(all, callAt + 1);
  const formatAt = all.findIndex(
    (token, index) => index > closeAt && isWord(token, "FORMAT") && all[index + 1]?.kind === "word",
  );
  const [call, opened, close, keyword, name] = [callAt, callAt + 1, closeAt, formatAt, formatAt + 1].map(
    (index) => all[index],
  );
  if (!call || !opened || !close || !keyword || !name) return { found: "nothing" };
  return {
    found: "input",
    callAt: call.start,
    openedAt: opened.end,
    closeAt: close.start,
    formatAt: keyword.start,
    format: name.text,
    dataAt: name.end + separatorLength(text, name.end),
  };
}

function closingParenthesis(all: Token[], opening: number): number {
  let depth = 0;
  return all.findIndex((token, index) => {
    if (index < opening) return false;
    depth += depthChange(token);
    return depth === 0;
  });
}

function fromInfile(text: string, scan: DataScan, source: InsertSource): string {
  const infile = `FROM INFILE ${quoteString(source.path)} COMPRESSION ${quoteString(source.compression)}`;
  return toUtf8(
    `${text.slice(0, scan.sourceAt)} ${infile} ${text.slice(scan.sourceAt, scan.formatAt)} FORMAT ${scan.format}`,
  );
}

function fromFileFunction(text: string, scan: InputScan, source: InsertSource): string {
  const start = `file(${quoteString(source.path)}, ${quoteString(scan.format)}, `;
  const end = `, ${quoteString(source.compression)}`;
  return toUtf8(
    text.slice(0, scan.callAt) +
      start +
      text.slice(scan.openedAt, scan.closeAt) +
      end +
      text.slice(scan.closeAt, scan.formatAt),
  );
}

const toUtf8 = (text: string): string => Buffer.from(text, "latin1").toString("utf8");

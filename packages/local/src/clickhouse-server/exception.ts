/**
 * What ClickHouse calls an exception: a numeric code, a type in capitals and a text. Inside this server it is thrown, because the
 * engine itself rejects with it and one `catch` (in handle-request.ts) turns every one of them into an HTTP answer.
 */
export class ClickHouseException extends Error {
  readonly code: number;
  readonly type: string;

  constructor(type: ExceptionType, message: string) {
    super(message);
    this.name = "ClickHouseException";
    this.code = codes[type];
    this.type = type;
  }

  /** The text as ClickHouse sends it: `Code: 62. DB::Exception: … (SYNTAX_ERROR) (version 26.7.2.1)`. */
  toText(version: string): string {
    return `Code: ${this.code}. DB::Exception: ${this.message} (${this.type}) (version ${version})`;
  }
}

/** The exceptions that this server raises itself; all others come from the engine. */
const codes = {
  BAD_ARGUMENTS: 36,
  NOT_IMPLEMENTED: 48,
  SYNTAX_ERROR: 62,
  UNKNOWN_TYPE_OF_QUERY: 78,
  UNKNOWN_COMPRESSION_METHOD: 89,
  UNKNOWN_SETTING: 115,
  QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING: 216,
  QUERY_IS_TOO_LARGE: 229,
  INTO_OUTFILE_NOT_ALLOWED: 358,
  QUERY_WAS_CANCELLED: 394,
  UNKNOWN_ROLE: 511,
  AUTHENTICATION_FAILED: 516,
} as const;

type ExceptionType = keyof typeof codes;

/** An exception of the engine, read from its text. */
export type EngineException = { code: number; text: string };

/**
 * Reads the text that chDB rejects with. Exceptions of INSERT arrive wrapped twice and name our spool file; both are ours, not the
 * caller's, so they are taken out. A text without a code is a fault of the engine itself: code 1002 (UNKNOWN_EXCEPTION), as in ClickHouse.
 */
export function readEngineException(text: string, version: string): EngineException {
  let inner = text.trim();
  let wrapped = /^Code: \d+\. DB::Exception: (Code: \d+\. DB::Exception: [\s\S]*) \([A-Z0-9_]+\)$/.exec(inner);
  while (wrapped?.[1] !== undefined) {
    inner = wrapped[1].replace(/ \(version [^)]*\)\.?$/, "");
    wrapped = /^Code: \d+\. DB::Exception: (Code: \d+\. DB::Exception: [\s\S]*) \([A-Z0-9_]+\)$/.exec(inner);
  }
  const cleaned = inner
    .replaceAll(/: \(in file\/uri [^)]*\)/g, "")
    .replaceAll(": data for INSERT was parsed from file", "")
    .replace(/ \(version [^)]*\)\.?$/, "");
  const code = /^Code: (\d+)\./.exec(cleaned)?.[1];
  if (code === undefined) {
    return { code: 1002, text: `Code: 1002. DB::Exception: ${cleaned} (UNKNOWN_EXCEPTION) (version ${version})` };
  }
  return { code: Number(code), text: `${cleaned} (version ${version})` };
}

/** HTTP status of an exception code; the table of ClickHouse's src/Server/HTTP/exceptionCodeToHTTPStatus.cpp. */
export function httpStatus(code: number): number {
  return statusOfCode.get(code) ?? 500;
}

const statusOfCode = new Map<number, number>([
  [194, 401],
  ...[192, 193, 497, 512, 516].map((code) => [code, 403] as const),
  ...[6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675, 676].map(
    (code) => [code, 400] as const,
  ),
  ...[46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511].map((code) => [code, 404] as const),
  [229, 413],
  [48, 501],
  ...[76, 209, 439].map((code) => [code, 503] as const),
  [381, 411],
  [159, 408],
  [779, 415],
]);

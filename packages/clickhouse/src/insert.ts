import { IngestTable } from "@perigee/schema";
import { z } from "zod";
import { authHeaders, type Connection } from "./connection.ts";
import { parseServerError, type ServerError } from "./server-error.ts";
import { isStagingName, type StagingName } from "./sql.ts";

export type InsertRequest = {
  table: IngestTable | StagingName;
  /** Each one a gzip member of JSONEachRow lines that end in a newline. They are joined byte by byte, never unpacked. */
  gzipMembers: readonly Uint8Array[];
  /** Names the content: a second insert with the same token is dropped by ClickHouse, whatever its rows. */
  token: string;
  /** Leave out fields that no column has, and do not call them an error. */
  isLenient?: boolean;
  /** Milliseconds to wait for ClickHouse, 30,000 by default. */
  timeoutMs?: number;
};

/**
 * `refused`: ClickHouse says that these rows are wrong; sending them again is useless. `unavailable`: anything else,
 * from a network error to too many parts; whether the rows were written is unknown, so send them again with the same token.
 */
export type InsertResult =
  | { ok: true }
  | { ok: false; kind: "refused"; code?: number; message: string }
  | { ok: false; kind: "unavailable"; code?: number; message: string };

const Target = z.union([IngestTable, z.custom<StagingName>(isStagingName)]);

const defaultTimeoutMs = 30_000;

/**
 * async_insert is on by default in ClickHouse Cloud and would answer before a view has failed; a field that no column has is an
 * error and not silently dropped; wait_end_of_query makes the status line tell the truth about the whole insert.
 */
const settings = {
  async_insert: "0",
  input_format_skip_unknown_fields: "0",
  date_time_input_format: "basic",
  wait_end_of_query: "1",
  // A batch of 10,000 rows has some 7 MB of JSON: with the default of 10 MB one thread would parse it all.
  min_chunk_bytes_for_parallel_parsing: "1048576",
};

/**
 * Writes rows with one INSERT. Never throws for anything that ClickHouse or the network does. ClickHouse gets the time-out too: an
 * INSERT that nobody waits for any more must not write its rows behind the back of the next attempt.
 */
export async function insert(connection: Connection, request: InsertRequest): Promise<InsertResult> {
  const query = `INSERT INTO ${Target.parse(request.table)} FORMAT JSONEachRow`;
  const { url, database } = connection;
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const search = new URLSearchParams({
    query,
    database,
    insert_deduplication_token: request.token,
    max_execution_time: String(timeoutMs / 1_000),
    ...settings,
  });
  if (request.isLenient) search.set("input_format_skip_unknown_fields", "1");
  try {
    const response = await fetch(`${url}/?${search}`, {
      method: "POST",
      headers: { ...authHeaders(connection), "Content-Encoding": "gzip" },
      body: joinBytes(request.gzipMembers),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return response.ok && !response.headers.has("X-ClickHouse-Exception-Code")
      ? { ok: true }
      : judge(response.status, text);
  } catch (error) {
    return { ok: false, kind: "unavailable", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Codes with which ClickHouse blames the rows although its HTTP status is not 400. */
const dataCodes: ReadonlySet<number> = new Set([
  6, // CANNOT_PARSE_TEXT
  16, // NO_SUCH_COLUMN_IN_TABLE
  26, // CANNOT_PARSE_QUOTED_STRING
  27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  33, // CANNOT_READ_ALL_DATA: a line or a gzip member is cut
  38, // CANNOT_PARSE_DATE
  41, // CANNOT_PARSE_DATETIME
  53, // TYPE_MISMATCH
  69, // ARGUMENT_OUT_OF_BOUND
  70, // CANNOT_CONVERT_TYPE
  72, // CANNOT_PARSE_NUMBER
  117, // INCORRECT_DATA, unknown fields among it
  131, // TOO_LARGE_STRING_SIZE
  321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  354, // ZLIB_INFLATE_FAILED: the gzip is broken
  376, // CANNOT_PARSE_UUID
  407, // DECIMAL_OVERFLOW
  467, // CANNOT_PARSE_BOOL
]);

/** An unknown error counts as unavailable: a retry costs little, and after the last one the queue sets the message aside anyway. */
function judge(status: number, text: string): InsertResult {
  const error = parseServerError(text);
  if (!error) return { ok: false, kind: "unavailable", message: `HTTP ${status}: ${text.slice(0, 1_000)}` };
  return { ok: false, kind: blamesRows(error) ? "refused" : "unavailable", ...error };
}

/** TOO_MANY_PARTS has two senses: a server that is behind with merging, and rows that spread over too many partitions. */
const blamesRows = ({ code, message }: ServerError): boolean =>
  dataCodes.has(code) || (code === 252 && message.includes("partitions for single INSERT"));

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.byteLength;
  }
  return joined;
}

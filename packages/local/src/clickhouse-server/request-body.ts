import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import zlib from "node:zlib";
import { ClickHouseException } from "./exception.ts";
import { isForm } from "./form-request.ts";
import type { RequestOptions } from "./request-options.ts";
import { readStatement, type Statement } from "./statement.ts";

/** A request's statement, and the bytes that an INSERT takes. `compression` is how those bytes are packed. */
export type ReceivedRequest = {
  statement: Statement;
  data: AsyncIterable<Uint8Array>;
  compression: string;
};

/** SQL text, or the header of an INSERT, must end within this; ClickHouse's own limit (max_query_size) is lower unless set. */
const maxStatementBytes = 16 << 20;

/**
 * Reads a statement, as ClickHouse does, from the text of `?query=`, a line break and the body. An INSERT whose header stands in the
 * address leaves the body untouched: it goes to the spool as it came, compressed or not. Only a body that holds SQL is unpacked here.
 */
export async function receive(request: IncomingMessage, options: RequestOptions): Promise<ReceivedRequest> {
  const address = Buffer.from(options.query === "" ? "" : `${options.query}\n`);
  const early = address.length > 0 ? readStatement(address, !hasBody(request)) : undefined;
  if (early) {
    const compression = options.bodyCompression;
    const inline = address.subarray(early.kind === "insert" ? early.dataAt : address.length);
    return { statement: early, data: dataAfter(inline, request, compression), compression };
  }

  const chunks = unpack(request, options.bodyCompression)[Symbol.asyncIterator]();
  let head = address;
  for (let wanted = 1 << 16; ; wanted *= 4) {
    const ended = await fill(chunks, wanted, (chunk) => {
      head = Buffer.concat([head, chunk]);
      return head.length;
    });
    const statement = readStatement(head, ended);
    if (statement) return { statement, data: plainData(statement, head, chunks), compression: "none" };
    if (head.length > maxStatementBytes)
      throw new ClickHouseException("QUERY_IS_TOO_LARGE", "The statement is too large");
  }
}

/** A form was read before. */
const hasBody = (request: IncomingMessage): boolean =>
  !isForm(request) &&
  (request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0);

/** Reads chunks until there are `wanted` bytes; tells whether the body has ended. */
async function fill(
  chunks: AsyncIterator<Uint8Array>,
  wanted: number,
  add: (chunk: Uint8Array) => number,
): Promise<boolean> {
  for (let size = 0; size < wanted; ) {
    const { done, value } = await chunks.next();
    if (done) return true;
    size = add(value);
  }
  return false;
}

/** Rows that stand behind the header in the address come first; for a gzip body they become one more gzip member. */
async function* dataAfter(
  inline: Buffer,
  body: AsyncIterable<Uint8Array>,
  compression: string,
): AsyncGenerator<Uint8Array> {
  if (inline.toString("latin1").trim() !== "") {
    if (compression !== "none" && compression !== "gzip") {
      throw new ClickHouseException("NOT_IMPLEMENTED", "Rows in the address together with a compressed body");
    }
    yield compression === "gzip" ? zlib.gzipSync(inline) : inline;
  }
  yield* body;
}

async function* plainData(
  statement: Statement,
  head: Buffer,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (statement.kind !== "insert") return;
  if (statement.dataAt < head.length) yield head.subarray(statement.dataAt);
  for (let step = await rest.next(); !step.done; step = await rest.next()) yield step.value;
}

const unpackers: Record<string, () => Transform> = {
  gzip: () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
};

function unpack(body: Readable, compression: string): AsyncIterable<Uint8Array> {
  if (compression === "none") return body;
  const unpacker = unpackers[compression]?.();
  if (!unpacker) {
    throw new ClickHouseException(
      "UNKNOWN_COMPRESSION_METHOD",
      `A body packed with ${compression} may hold data, but not the statement`,
    );
  }
  return body.once("error", (error) => unpacker.destroy(error)).pipe(unpacker);
}

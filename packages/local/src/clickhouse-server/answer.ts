import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import zlib from "node:zlib";

/** What ClickHouse tells about a query in X-ClickHouse-Summary; numbers travel as strings. `read_rows` of a SELECT is not known to us. */
export type Summary = { elapsed_ns: string } & Partial<
  Record<"result_rows" | "read_rows" | "read_bytes" | "written_rows" | "written_bytes", string>
>;

/** An answer under way. Headers go out with the first bytes, so an error before them still has its own status. */
export type Answer = {
  readonly begun: boolean;
  begin(format: string | undefined, summary?: Summary): void;
  /** Resolves when the client has room for more. */
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<void>;
  /** Ends the answer with an exception: as status and body, or inside the body when rows were sent already. */
  fail(exception: { status: number; code: number; text: string }): Promise<void>;
};

export function makeAnswer(response: ServerResponse, acceptedEncodings: string | undefined): Answer {
  const encoding = chooseEncoding(acceptedEncodings);
  // Since 25.11 ClickHouse marks an exception inside a body with a tag that is told beforehand and cannot be guessed.
  const exceptionTag = randomBytes(8).toString("hex");
  let body: Writable | undefined;

  function begin(contentType: string): Writable {
    response.setHeader("Content-Type", contentType);
    if (!encoding) return response;
    response.setHeader("Content-Encoding", encoding.name);
    const packer = encoding.make();
    packer.pipe(response);
    return packer;
  }

  async function write(chunk: Uint8Array): Promise<void> {
    if (!body || response.destroyed || body.write(chunk)) return;
    await roomIn(body, response);
  }

  async function end(): Promise<void> {
    if (!body || response.destroyed) return;
    body.end();
    await (response.writableFinished ? undefined : once(response, "close"));
  }

  return {
    get begun() {
      return body !== undefined;
    },
    begin(format, summary) {
      if (format) response.setHeader("X-ClickHouse-Format", format);
      if (summary) response.setHeader("X-ClickHouse-Summary", JSON.stringify(summary));
      response.setHeader("X-ClickHouse-Exception-Tag", exceptionTag);
      body = begin(contentType(format));
    },
    write,
    end,
    async fail({ status, code, text }) {
      if (body) {
        const message = `${text}\n`;
        await write(
          Buffer.from(
            `\r\n__exception__\r\n${exceptionTag}\r\n${message}${Buffer.byteLength(message)} ${exceptionTag}\r\n__exception__\r\n`,
          ),
        );
      } else {
        response.statusCode = status;
        response.setHeader("X-ClickHouse-Exception-Code", code);
        body = begin("text/plain; charset=UTF-8");
        await write(Buffer.from(`${text}\n`));
      }
      await end();
    },
  };
}

/** Resolves when the client has taken what was written, or has gone. */
function roomIn(body: Writable, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      body.off("drain", done);
      response.off("close", done);
      resolve();
    };
    body.once("drain", done);
    response.once("close", done);
  });
}

const encodings: { name: string; make: () => NodeJS.ReadWriteStream & Writable }[] = [
  // Level 3 is ClickHouse's default for HTTP answers.
  { name: "gzip", make: () => zlib.createGzip({ level: 3 }) },
  { name: "zstd", make: () => zlib.createZstdCompress() },
  { name: "deflate", make: () => zlib.createDeflate({ level: 3 }) },
  { name: "br", make: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } }) },
];

function chooseEncoding(accepted: string | undefined) {
  const names = (accepted ?? "").split(",").map((part) => part.split(";")[0]?.trim().toLowerCase());
  return encodings.find(({ name }) => names.includes(name));
}

/** The Content-Type that ClickHouse gives a result format. */
function contentType(format: string | undefined): string {
  if (!format) return "text/plain; charset=UTF-8";
  if (/^JSON\w*EachRow|^JSONLines$|^NDJSON$/i.test(format)) return "application/x-ndjson; charset=UTF-8";
  if (/^JSON/i.test(format)) return "application/json; charset=UTF-8";
  if (/^CSV/i.test(format))
    return `text/csv; charset=UTF-8; header=${/WithNames/i.test(format) ? "present" : "absent"}`;
  if (/^(TSV|TabSeparated)/i.test(format)) return "text/tab-separated-values; charset=UTF-8";
  if (/^XML$/i.test(format)) return "application/xml; charset=UTF-8";
  if (/^(RowBinary|Native|Parquet|Arrow|ORC|Avro|MsgPack|BSON|Protobuf)/i.test(format))
    return "application/octet-stream";
  return "text/plain; charset=UTF-8";
}

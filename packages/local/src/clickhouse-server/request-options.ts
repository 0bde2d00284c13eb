import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ClickHouseException } from "./exception.ts";

/** What a request says beside its body. Settings and parameters are passed to the engine as the client wrote them. */
export type RequestOptions = {
  /** The text of `?query=`; the body follows it. */
  query: string;
  queryId: string;
  database: string | undefined;
  defaultFormat: string;
  settings: Map<string, string>;
  parameters: Map<string, string>;
  /** Content-Encoding of the body as ClickHouse's COMPRESSION names it. */
  bodyCompression: string;
  /** Accept-Encoding, when the client asked for compression with enable_http_compression=1. */
  answerEncodings: string | undefined;
  /** Nothing is sent before the whole result is there, so that an error can still change the status. */
  waitForEnd: boolean;
};

/** Neither settings nor parameters, or of no meaning here: the server has one user, and inserts are never asynchronous. */
const notSettings = new Set([
  ...["query", "query_id", "database", "default_format", "user", "password", "quota_key", "stacktrace", "buffer_size"],
  ...[
    "wait_end_of_query",
    "client_protocol_version",
    "session_timeout",
    "session_check",
    "close_session",
    "compress",
    "decompress",
  ],
  ...["async_insert", "wait_for_async_insert"],
]);

/** What cannot be done on connections that last for one request, or without users. */
const refused: [name: string, type: "NOT_IMPLEMENTED" | "UNKNOWN_ROLE", why: string][] = [
  ["session_id", "NOT_IMPLEMENTED", "HTTP sessions are not supported here: send settings with each request"],
  ["role", "UNKNOWN_ROLE", "There are no roles here: the local server has one user"],
];

export function readOptions(request: IncomingMessage, url: URLSearchParams): RequestOptions {
  const { headers } = request;
  refuseUnsupported(url);
  return {
    query: url.get("query") ?? "",
    queryId: url.get("query_id") || header(headers["x-clickhouse-query-id"]) || randomUUID(),
    database: header(headers["x-clickhouse-database"]) || url.get("database") || undefined,
    defaultFormat: formatName(header(headers["x-clickhouse-format"]) || url.get("default_format") || "TabSeparated"),
    ...readAssignments(request.method ?? "GET", url),
    bodyCompression: compressionName(headers["content-encoding"] ?? ""),
    answerEncodings: isOn(url.get("enable_http_compression")) ? header(headers["accept-encoding"]) : undefined,
    waitForEnd: isOn(url.get("wait_end_of_query")),
  };
}

function readAssignments(method: string, url: URLSearchParams): Pick<RequestOptions, "settings" | "parameters"> {
  const settings = new Map<string, string>();
  const parameters = new Map<string, string>();
  // ClickHouse allows reading only in a GET; readonly=2 still lets the caller choose settings.
  if (method === "GET" || method === "HEAD") settings.set("readonly", "2");
  for (const [name, value] of url) {
    if (name.startsWith("param_")) parameters.set(name.slice("param_".length), value);
    else if (name !== "" && !notSettings.has(name)) settings.set(settingName(name), value);
  }
  return { settings, parameters };
}

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
const isOn = (value: string | null): boolean => value === "1" || value?.toLowerCase() === "true";

function refuseUnsupported(url: URLSearchParams): void {
  for (const [name, type, why] of refused) if (url.get(name)) throw new ClickHouseException(type, why);
  for (const name of ["compress", "decompress"]) {
    if (isOn(url.get(name))) {
      throw new ClickHouseException(
        "NOT_IMPLEMENTED",
        `${name}=1 (ClickHouse's own compression) is not supported; use HTTP compression`,
      );
    }
  }
}

/** Names become part of a SET statement, so they must be plain names. */
function settingName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new ClickHouseException("UNKNOWN_SETTING", `Unknown setting '${name}'`);
}

function formatName(name: string): string {
  if (/^\w{1,64}$/.test(name)) return name;
  throw new ClickHouseException("BAD_ARGUMENTS", `Not a format name: ${name}`);
}

const compressionOfEncoding = new Map([
  ["", "none"],
  ["identity", "none"],
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
  ["br", "br"],
  ["zstd", "zstd"],
  ["lz4", "lz4"],
  ["xz", "xz"],
  ["bz2", "bz2"],
  ["snappy", "snappy"],
]);

function compressionName(encoding: string): string {
  const name = compressionOfEncoding.get(encoding.trim().toLowerCase());
  if (name !== undefined) return name;
  throw new ClickHouseException(
    "UNKNOWN_COMPRESSION_METHOD",
    `Unknown compression method '${encoding}' of the request body`,
  );
}

import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { createClient as createNodeClient, type DataFormat, TupleParam } from "@clickhouse/client";
import { createClient as createWebClient, parseError, TupleParam as WebTuple } from "@clickhouse/client-web";

/** What the contract needs of a client; the two official ones differ only in their kind of stream. */
export type ContractClient = {
  ping(): Promise<boolean>;
  pingBySelect(): Promise<boolean>;
  command(query: string, options?: CallOptions): Promise<CallResult>;
  insert(table: string, values: InsertValues, options?: InsertOptions): Promise<CallResult>;
  query(query: string, options?: CallOptions & { format?: DataFormat }): Promise<QueryResult>;
  /** Runs a statement that names its own format, optionally with raw bytes as the body. */
  exec(query: string, options?: CallOptions & { body?: Uint8Array | string }): Promise<{ bytes: Buffer } & CallResult>;
  /** The client's own way to mark a value as a tuple. */
  tuple(values: unknown[]): unknown;
  close(): Promise<void>;
};

export type CallOptions = {
  query_params?: Record<string, unknown>;
  clickhouse_settings?: Record<string, string | number>;
  abort_signal?: AbortSignal;
  query_id?: string;
  http_headers?: Record<string, string>;
  auth?: { username: string; password: string };
  use_multipart_params?: boolean;
};
export type InsertValues = object[] | { meta: object[]; data: object[] };
export type InsertOptions = CallOptions & {
  format?: "JSONEachRow" | "JSONCompactEachRow" | "JSON";
  columns?: InsertColumns;
};
type InsertColumns = [string, ...string[]] | { except: [string, ...string[]] };
export type CallResult = { queryId: string; headers: Record<string, unknown>; summary?: Record<string, unknown> };
export type QueryResult = CallResult & {
  json<T>(): Promise<T>;
  text(): Promise<string>;
  /** Batches of rows as they arrive. */
  batches<T>(): AsyncIterable<T[]>;
};

export type ClientOptions = { database?: string; compression?: boolean; password?: string };

type Connect = (url: string, options?: ClientOptions) => ContractClient;

function config(url: string, { database, compression = false, password }: ClientOptions) {
  const address = new URL(url);
  if (password !== undefined) address.password = password;
  return {
    url: address.href,
    ...(database === undefined ? {} : { database }),
    request_timeout: 15_000,
    compression: { request: false, response: compression },
  };
}

/** The client whose compression is of requests, too, and whose streams are Node's. */
const connectNode: Connect = (url, options = {}) => {
  const { compression = false } = options;
  const client = createNodeClient({
    ...config(url, options),
    compression: { request: compression, response: compression },
  });
  return {
    ping: async () => (await client.ping()).success,
    pingBySelect: async () => (await client.ping({ select: true })).success,
    command: async (query, call) => result(await client.command({ query, ...call })),
    insert: async (table, values, call) => result(await client.insert({ table, values: insertable(values), ...call })),
    async query(query, call) {
      const set = await client.query({ query, format: "JSONEachRow", ...call });
      return {
        ...result(set),
        json: <T>() => set.json() as Promise<T>,
        text: () => set.text(),
        batches: <T>() => batchesOf<T>(set.stream()),
      };
    },
    async exec(query, { body, ...call } = {}) {
      const values = body === undefined ? {} : { values: Readable.from([Buffer.from(body)]) };
      const done = await client.exec({ query, ...call, ...values });
      return { ...result(done), bytes: await collect(done.stream) };
    },
    tuple: (values) => new TupleParam(values),
    close: () => client.close(),
  };
};

/** The client for browsers and Workers, on fetch. It cannot send bytes of ours: that is done beside it, as Workers do. */
const connectWeb: Connect = (url, options = {}) => {
  const client = createWebClient(config(url, options));
  return {
    ping: async () => (await client.ping()).success,
    pingBySelect: async () => (await client.ping({ select: true })).success,
    command: async (query, call) => result(await client.command({ query, ...call })),
    insert: async (table, values, call) => result(await client.insert({ table, values: insertable(values), ...call })),
    async query(query, call) {
      const set = await client.query({ query, format: "JSONEachRow", ...call });
      return {
        ...result(set),
        json: <T>() => set.json() as Promise<T>,
        text: () => set.text(),
        batches: <T>() => batchesOf<T>(set.stream()),
      };
    },
    async exec(query, { body, ...call } = {}) {
      if (body !== undefined)
        return await sendBody(url, { query, body: Buffer.from(body), database: options.database, ...call });
      const done = await client.exec({ query, ...call });
      return { ...result(done), bytes: await collect(Readable.fromWeb(done.stream as NodeReadableStream)) };
    },
    tuple: (values) => new WebTuple(values),
    close: () => client.close(),
  };
};

export const clients: [name: string, connect: Connect][] = [
  ["@clickhouse/client", connectNode],
  ["@clickhouse/client-web", connectWeb],
];

async function sendBody(
  url: string,
  {
    query,
    body,
    database,
    http_headers,
    clickhouse_settings,
  }: CallOptions & { query: string; body: Buffer; database: string | undefined },
): Promise<CallResult & { bytes: Buffer }> {
  const { username, password, origin } = new URL(url);
  const parameters = new URLSearchParams({ query, ...(database === undefined ? {} : { database }) });
  for (const [name, value] of Object.entries(clickhouse_settings ?? {})) parameters.set(name, String(value));
  const answer = await fetch(`${origin}/?${parameters}`, {
    method: "POST",
    body,
    headers: { Authorization: `Basic ${btoa(`${username}:${password}`)}`, ...http_headers },
  });
  if (!answer.ok) throw parseError(await answer.text());
  const headers = Object.fromEntries(answer.headers);
  return {
    ...result({ query_id: headers["x-clickhouse-query-id"] ?? "", response_headers: headers }),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

/** The clients' types for values are narrower than what both of them take. */
const insertable = (values: InsertValues): object[] => values as object[];

function result(answer: { query_id: string; response_headers: Record<string, unknown>; summary?: object }): CallResult {
  const { query_id: queryId, response_headers: headers, summary } = answer;
  const told = summary ?? parseSummary(headers["x-clickhouse-summary"]);
  return { queryId, headers, ...(told ? { summary: { ...told } } : {}) };
}

const parseSummary = (header: unknown): object | undefined =>
  typeof header === "string" ? JSON.parse(header) : undefined;

async function* batchesOf<T>(stream: unknown): AsyncIterable<T[]> {
  for await (const rows of stream as AsyncIterable<{ json(): T }[]>) yield rows.map((row) => row.json());
}

async function collect(stream: Readable): Promise<Buffer> {
  return Buffer.concat(await stream.toArray());
}

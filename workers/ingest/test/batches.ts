import { env, exports } from "cloudflare:workers";
import { gunzipSync } from "node:zlib";
import {
  type EdgeKey,
  edgeKeyName,
  hashKey,
  type IngestTable,
  ProjectSettings,
  type QueueMessage,
  rowSchemas,
} from "@perigee/schema";
import { vi } from "vitest";
import { uuidV7 } from "./uuid-v7.ts";

/** Test data and the ways of sending it. Each test that looks at the queue takes a project of its own. */

const kindLetters = { public: "pk", secret: "sk", read: "rk" } as const;

export async function makeKey(overrides: Partial<EdgeKey> = {}): Promise<{ apiKey: string; projectId: number }> {
  const kind = overrides.kind ?? "public";
  const apiKey = `${kindLetters[kind]}_${crypto.randomUUID().replaceAll("-", "")}`;
  const edgeKey: EdgeKey = {
    keyId: crypto.randomUUID(),
    projectId: 1 + Math.floor(Math.random() * 4_000_000_000),
    kind,
    origins: ["https://shop.example"],
    retentionDays: 90,
    revoked: false,
    settings: ProjectSettings.parse({}),
    ...overrides,
  };
  await env.KEYS.put(edgeKeyName(await hashKey(apiKey)), JSON.stringify(edgeKey));
  return { apiKey, projectId: edgeKey.projectId };
}

export const newId = (): string => uuidV7(Date.now());

type Json = Record<string, unknown>;

export const pageview = (overrides: Json = {}): Json => ({
  kind: "pageview",
  id: newId(),
  time: Date.now(),
  seq: 1,
  url: "https://shop.example/product/7",
  navigationType: "navigate",
  ...overrides,
});

export const custom = (overrides: Json = {}): Json => {
  const { navigationType: _, ...rest } = pageview();
  return { ...rest, kind: "custom", name: "add-to-cart", ...overrides };
};

export const thrown = (overrides: Json = {}): Json => {
  const { navigationType: _, ...rest } = pageview();
  const error = {
    type: "TypeError",
    message: "x is not a function",
    level: "error",
    handled: false,
    mechanism: "onerror",
  };
  return { ...rest, kind: "error", ...error, ...overrides };
};

export const vital = (overrides: Json = {}): Json =>
  pageview({ kind: "vital", metric: "LCP", value: 1_234.5, rating: "good", ...overrides });

export const engagement = (overrides: Json = {}): Json => {
  const { navigationType: _, ...rest } = pageview();
  return { ...rest, kind: "engagement", durationMs: 12_000, ...overrides };
};

/** An event of one of the kinds that have little in common with a page view. */
export const signal = (kind: string, own: Json): Json => {
  const { navigationType: _, ...rest } = pageview();
  return { ...rest, kind, ...own };
};

export const request = (overrides: Json = {}): Json =>
  signal("request", {
    method: "GET",
    target: "https://shop.example/api/cart",
    status: 200,
    durationMs: 120,
    ...overrides,
  });

export const batchOf = (events: unknown[], overrides: Json = {}): Json => ({
  id: newId(),
  sentAt: Date.now(),
  context: { sessionId: newId() },
  events,
  ...overrides,
});

export type Sending = {
  apiKey: string;
  query?: string;
  headers?: Record<string, string>;
  cf?: IncomingRequestCfProperties;
};

/** Posts a body as a page of shop.example would. */
export function post(body: BodyInit | Json, { apiKey, query = "", headers = {}, cf }: Sending): Promise<Response> {
  const isJson = typeof body === "object" && Object.getPrototypeOf(body) === Object.prototype;
  const init = {
    method: "POST",
    headers: { "content-type": "text/plain", origin: "https://shop.example", ...headers },
    body: isJson ? JSON.stringify(body) : (body as BodyInit),
    ...(cf && { cf }),
  };
  return exports.default.fetch(new Request(`https://ingest.example/v1/events?key=${apiKey}${query}`, init));
}

export function rowsOf(messages: QueueMessage[], table: IngestTable): Record<string, unknown>[] {
  const segments = messages.flatMap((message) => message.segments).filter((segment) => segment.table === table);
  return segments.flatMap(({ gzip, rows }) => {
    const lines = gunzipSync(gzip).toString().split("\n");
    if (lines.pop() !== "") throw new Error("the last line must end in a newline");
    if (lines.length !== rows) throw new Error(`the segment says ${rows} rows and holds ${lines.length}`);
    return lines.map((line) => {
      const row = { ...defaultsOf(table), ...JSON.parse(line) };
      // The one default that is an expression.
      if (table === "events" && !line.includes('"session_weight"')) row.session_weight = row.weight;
      return rowSchemas[table].strict().parse(row);
    });
  });
}

/** Messages that the queue has delivered for a project: at least so many, waited for. */
export async function queued(projectId: number, atLeast = 1): Promise<QueueMessage[]> {
  const messages: QueueMessage[] = [];
  await vi.waitUntil(
    async () => {
      messages.push(...(await env.RECORDER.take(projectId)));
      return messages.length >= atLeast;
    },
    { timeout: 20_000, interval: 20 },
  );
  return messages;
}

/** Posts one batch and returns its rows of one table as they will reach ClickHouse. */
export async function rowsAfter(body: Json, table: IngestTable, sending: Partial<Sending> = {}) {
  const { apiKey, projectId } = await makeKey();
  const response = await post(body, { apiKey, ...sending });
  if (response.status !== 202) throw new Error(await response.text());
  return rowsOf(await queued(projectId), table);
}

/** What ClickHouse does with a column that a line does not name. Any other one that is missing and no text fails its schema. */
const defaultsOf = (table: IngestTable): Record<string, string | number | object> =>
  Object.fromEntries(Object.keys(rowSchemas[table].shape).map((column) => [column, defaultOf(column)]));

const defaultOf = (column: string): string | number | object =>
  otherDefaults[column] ?? (/^(?:Events|Links|Exemplars|ResourceEntityRefs)\./.test(column) ? [] : "");

const otherDefaults: Record<string, number | object> = {
  duration_ms: 0,
  value: 0,
  status: 0,
  scroll_depth: 0,
  viewport_w: 0,
  weight: 1,
  bot: 0,
  clock_skew_ms: 0,
  clamped: 0,
  redacted: {},
  ResourceDroppedAttrCount: 0,
  ScopeDroppedAttrCount: 0,
  MetricMetadata: {},
  "Events.DroppedAttributesCount": [],
  "Links.DroppedAttributesCount": [],
  "Links.Flags": [],
  AggregationTemporality: 0,
};

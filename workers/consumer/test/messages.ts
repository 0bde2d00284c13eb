import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  type DeadLetter,
  DeadLetter as DeadLetterSchema,
  type IngestTable,
  packMessage,
  type QueueMessage,
  spoolName,
  toDateTime64,
} from "@perigee/schema";
import worker from "../src/index.ts";
import type { Fault, SeenInsert } from "./faults.ts";

/** Queue messages as ingest makes them, and the ways to deliver them and to look at what became of them. */

function newId(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

export const newProject = (): number => 1 + Math.floor(Math.random() * 4_000_000_000);

type Contents = Partial<Record<IngestTable, object[]>>;

/** A message whose rows are complete but for what the test gives. */
export function messageOf(
  projectId: number,
  contents: Contents,
  { receivedAt = Date.now(), archive = false } = {},
): QueueMessage {
  const id = newId();
  const head = { project_id: projectId, retention_days: 90, message_id: id, received_at: toDateTime64(receivedAt) };
  const segments = Object.entries(contents).map(([table, rows]) => {
    const lines = rows.map((row) => `${JSON.stringify({ ...head, ...rowDefaults(table as IngestTable), ...row })}\n`);
    return { table: table as IngestTable, rows: rows.length, gzip: new Uint8Array(gzipSync(lines.join(""))) };
  });
  return { id, projectId, receivedAt, archive, segments };
}

function rowDefaults(table: IngestTable): object {
  if (table === "otel_logs" || table === "otel_traces") return { Timestamp: toDateTime64(Date.now() - 1_000) };
  if (table.startsWith("otel_metrics_")) return { MetricName: "m", TimeUnix: toDateTime64(Date.now() - 1_000) };
  const common = {
    ts: toDateTime64(Date.now() - 1_000),
    event_id: newId(),
    session_id: newId(),
    visitor_id: "1",
    host: "shop.example",
    path: "/",
    release: "1",
  };
  if (table === "events") return { ...common, event: "pageview", seq: 1, props: { a: "b" } };
  if (table === "web_vitals") return { ...common, metric: "LCP", value: 1_200, rating: "good", attribution: {} };
  return { ...common, issue_id: "17", type: "TypeError", message: "x", level: "error", handled: 0, tags: {} };
}

/** The message with the first so many rows of each table, as an INSERT leaves it that was cut off between two partitions. */
export function firstOf(message: QueueMessage, count: number): QueueMessage {
  const segments = message.segments.map(({ gzip, ...segment }) => {
    const lines = gunzipSync(gzip).toString().split("\n").slice(0, count);
    return { ...segment, rows: count, gzip: new Uint8Array(gzipSync(`${lines.join("\n")}\n`)) };
  });
  return { ...message, segments };
}

export const rows = (count: number): object[] => Array.from({ length: count }, () => ({}));

/** Rows that ClickHouse cannot take, as a bug of ours might make them. */
export const poison = [{ ts: "the day before yesterday" }];

export type Handed = { body: unknown; attempts?: number };

type Settled = { acked: boolean[]; retried: boolean[]; thrown?: string };

type Where = { queue?: string; bindings?: object };

/** Delivers messages in one batch and tells, in their order, which were acknowledged and which are to come again. */
export async function deliver(handed: Handed[], { queue, bindings = env }: Where = {}): Promise<Settled> {
  const batch = batchOf(handed, queue);
  const context = createExecutionContext();
  const thrown = await worker.queue(batch as never, bindings as never).catch((error: Error) => error.name);
  const { explicitAcks, retryMessages } = await getQueueResult(batch as never, context as never);
  return {
    acked: batch.messages.map(({ id }) => explicitAcks.includes(id)),
    retried: batch.messages.map(({ id }) => retryMessages.some(({ msgId }) => msgId === id)),
    ...(thrown && { thrown }),
  };
}

const batchOf = (handed: Handed[], queue = "perigee-events-0"): MessageBatch =>
  createMessageBatch(
    queue,
    handed.map(({ body, attempts = 1 }, index) => ({ id: `q${index}`, timestamp: Date.now(), attempts, body })),
  );

/** Delivers one message that cannot be stored now, and tells after how many seconds it is to come again: the runtime does not. */
export async function delayAfter(handed: Handed, bindings: object): Promise<number | undefined> {
  const [message] = batchOf([handed]).messages;
  let delay: number | undefined;
  const watched = new Proxy(message as Message, {
    get: (target, name) =>
      name === "retry"
        ? (options?: QueueRetryOptions) => {
            delay = options?.delaySeconds;
          }
        : Reflect.get(target, name),
  });
  const batch = { queue: "perigee-events-0", messages: [watched] };
  await worker.queue(batch as never, bindings as never).catch(() => {});
  return delay;
}

/** Bindings that lead through the proxy, with these faults waiting there. */
export async function faulty(...faults: Fault[]): Promise<object> {
  await setFaults(faults);
  return { ...env, CLICKHOUSE_URL: env.FAULTS_URL };
}

/** The INSERTs that came through the proxy since its faults were set. */
export const insertsSeen = async (): Promise<SeenInsert[]> =>
  // The Worker's reports of itself come whenever they are due.
  (await setFaults([])).filter(({ table }) => !table.startsWith("otel_metrics_"));

async function setFaults(faults: Fault[]): Promise<SeenInsert[]> {
  const response = await fetch(`${env.FAULTS_URL}/faults`, { method: "PUT", body: JSON.stringify(faults) });
  return response.json();
}

/** Runs the consumer's cron as it would run at this time. */
export async function runCron(
  scheduledTime: number = Date.now(),
  { bindings = env as object }: { bindings?: object } = {},
): Promise<void> {
  await worker.scheduled({ scheduledTime, cron: "* * * * *", noRetry: () => {} } as never, bindings as never);
}

/** Lays a message into the spool as ingest does; `queued` where a queue has taken it as well. */
export async function spool(message: QueueMessage, { queued = false } = {}): Promise<QueueMessage> {
  const spooledAs = spoolName(message);
  const spooled = queued ? { ...message, spooledAs } : message;
  const { projectId, receivedAt } = message;
  await env.SPOOL_BUCKET.put(spooledAs, packMessage(spooled), {
    customMetadata: { projectId: String(projectId), receivedAt: String(receivedAt), ...(queued && { queued: "1" }) },
  });
  return spooled;
}

export const isSpooled = async (message: QueueMessage): Promise<boolean> =>
  (await env.SPOOL_BUCKET.head(spoolName(message))) !== null;

export async function select(query: string): Promise<Record<string, number>[]> {
  const text = await run(`${query} FORMAT JSONEachRow SETTINGS output_format_json_quote_64bit_integers = 0`);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function run(body: string): Promise<string> {
  const response = await fetch(`${env.CLICKHOUSE_URL}/?database=${env.CLICKHOUSE_DATABASE}`, {
    method: "POST",
    headers: { "x-clickhouse-user": env.CLICKHOUSE_USER, "x-clickhouse-key": env.CLICKHOUSE_PASSWORD },
    body,
  });
  const text = new TextDecoder().decode(await response.arrayBuffer());
  if (!response.ok) throw new Error(text);
  return text;
}

/** Rows as they lie in the table, doubles and all: no FINAL. */
export async function countRows(table: IngestTable, projectId: number): Promise<number> {
  const [row] = await select(`SELECT count() AS rows FROM ${table} WHERE project_id = ${projectId}`);
  return row?.["rows"] ?? 0;
}

/** Events that the view of visits has counted. */
export async function countedInVisits(projectId: number): Promise<number> {
  const [row] = await select(`SELECT sum(events) AS events FROM sessions WHERE project_id = ${projectId}`);
  return row?.["events"] ?? 0;
}

/** Takes a project's visits away, as if ClickHouse had been killed between the rows and the view on them. */
export async function tearVisits(projectId: number): Promise<void> {
  await run(`DELETE FROM sessions WHERE project_id = ${projectId}`);
}

/** What lies in R2 about a project's messages. */
export async function deadLetters(projectId: number): Promise<DeadLetter[]> {
  const { objects } = await env.DEAD_LETTERS.list({ prefix: "dead/" });
  const keys = objects.map(({ key }) => key).filter((key) => key.includes(`/${projectId}/`) && key.endsWith(".json"));
  return Promise.all(keys.map(async (key) => DeadLetterSchema.parse(await (await env.DEAD_LETTERS.get(key))?.json())));
}

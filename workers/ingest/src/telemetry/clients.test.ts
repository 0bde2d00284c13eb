import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import faro from "../../../../packages/doors/test/fixtures/faro-web-sdk.json";
import pinoLoki from "../../../../packages/doors/test/fixtures/pino-loki.json";
import prometheus from "../../../../packages/doors/test/fixtures/prometheus.json";
import sentryBrowser from "../../../../packages/doors/test/fixtures/sentry-browser.json";
import sentryPages from "../../../../packages/doors/test/fixtures/sentry-browser-transactions.json";
import sentryNode from "../../../../packages/doors/test/fixtures/sentry-node.json";
import sentryRequests from "../../../../packages/doors/test/fixtures/sentry-node-transactions.json";
import winstonJson from "../../../../packages/doors/test/fixtures/winston-loki-json.json";
import winstonProtobuf from "../../../../packages/doors/test/fixtures/winston-loki-protobuf.json";
import { makeKey } from "../../test/batches.ts";

/** With a time of receipt the body is base64, else text. */
type Recorded = { path: string; headers: { [name: string]: string | undefined }; body: string; receivedAt?: number };

const recordedKey = "pk_0123456789abcdefghijklmnop";
const someTimeAfter = Date.parse("2026-11-22T20:30:00Z");
const kept = ["content-type", "origin", "user-agent", "x-api-key", "x-faro-session-id", "x-sentry-auth"];

afterEach(() => {
  vi.useRealTimers();
});

async function replay(requests: readonly Recorded[], apiKey: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const { path, headers, body, receivedAt } of requests) {
    vi.useFakeTimers({ toFake: ["Date"], now: receivedAt ?? someTimeAfter });
    const sent = new Headers();
    for (const name of kept) if (headers[name] !== undefined) sent.set(name, headers[name]);
    // The fixtures are decompressed as HTTP does it, which knows no snappy.
    if (headers["content-encoding"] === "snappy") sent.set("content-encoding", "snappy");
    if (headers["authorization"]) sent.set("authorization", `Basic ${btoa(`any:${apiKey}`)}`);
    const url = `https://ingest.example${path.replace(recordedKey, apiKey)}`;
    const bytes = receivedAt === undefined ? body : new Uint8Array(Buffer.from(body, "base64"));
    const response = await exports.default.fetch(new Request(url, { method: "POST", headers: sent, body: bytes }));
    statuses.push(response.status);
  }
  vi.useRealTimers();
  return statuses;
}

/** Rows by table, as soon as the queue has delivered so many. */
async function rowsByTable(projectId: number, expected: number): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  await vi.waitUntil(
    async () => {
      for (const { segments } of await env.RECORDER.take(projectId)) {
        for (const segment of segments) rows[segment.table] = (rows[segment.table] ?? 0) + segment.rows;
      }
      return Object.values(rows).reduce((sum, count) => sum + count, 0) >= expected;
    },
    { timeout: 20_000, interval: 20 },
  );
  return rows;
}

describe("what the real client sent is taken as a whole and comes to rows:", () => {
  const metrics = { otel_metrics_sum: 1, otel_metrics_gauge: 1, otel_metrics_histogram: 1 };
  const scraped = { otel_metrics_sum: 14, otel_metrics_gauge: 22, otel_metrics_exponential_histogram: 2 };

  it.each<[string, readonly Recorded[], number, Record<string, number>]>([
    ["Faro", faro, 202, { events: 10, errors: 4, web_vitals: 6, otel_logs: 1, otel_traces: 1 }],
    ["pino-loki", pinoLoki, 204, { otel_logs: 3 }],
    ["winston-loki in JSON", winstonJson, 204, { otel_logs: 3 }],
    ["winston-loki in protobuf", winstonProtobuf, 204, { otel_logs: 3 }],
    ["Prometheus", prometheus, 204, scraped],
    ["@sentry/browser", sentryBrowser, 200, { errors: 8, otel_traces: 17, otel_logs: 1, ...metrics }],
    ["@sentry/browser with transactions", sentryPages, 200, { otel_traces: 13, web_vitals: 3 }],
    ["@sentry/node", sentryNode, 200, { otel_traces: 3, otel_logs: 2, otel_metrics_sum: 1 }],
    ["@sentry/node with transactions", sentryRequests, 200, { otel_traces: 4 }],
  ])("%s", async (_name, requests, ...[status, rows]) => {
    const { apiKey, projectId } = await makeKey({ origins: ["*"] });
    expect(await replay(requests, apiKey)).toEqual(requests.map(() => status));
    const expected = Object.values(rows).reduce((sum, count) => sum + count, 0);
    expect(await rowsByTable(projectId, expected)).toEqual(rows);
  });
});

import { env } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { insert } from "@perigee/clickhouse";
import { toDateTime64 } from "@perigee/schema";
import { Meter, Reporter } from "@perigee/self-metrics";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { apiWith, openWorld } from "../../test/world.ts";

const minute = 60_000;
const now = Date.now();

/** What one isolate of a Worker counted, written as the Workers write it. */
async function tell(service: string, at: number, count: (meter: Meter) => void): Promise<void> {
  const meter = new Meter();
  count(meter);
  await new Reporter(meter, service).report(at, async ({ id, segments }) => {
    for (const { table, gzip } of segments) {
      const written = await insert(inject("clickhouse"), { table, gzipMembers: [gzip], token: `${id}:${table}` });
      expect(written).toMatchObject({ ok: true });
    }
    return segments.map(({ table }) => table);
  });
}

const accepted = (by: number) => (meter: Meter) =>
  meter.counter({ name: "perigee.ingest.events.accepted", unit: "{event}", description: "Events." }).add(by);

const stepsTook = (seconds: number[]) => (meter: Meter) => {
  const duration = meter.histogram({
    name: "perigee.ingest.step.duration",
    unit: "s",
    description: "Time.",
    attributes: { step: ["decode"] },
    bounds: [0.001, 0.1],
  });
  for (const value of seconds) duration.record(value, { step: "decode" });
};

const stored = (meter: Meter) =>
  meter
    .histogram({
      name: "perigee.consumer.insert.duration",
      unit: "s",
      description: "Time.",
      attributes: { outcome: ["stored"] },
      bounds: [1],
    })
    .record(0.1, { outcome: "stored" });

const gauge = (name: string, unit: string, value: number) => (meter: Meter) =>
  meter.gauge({ name, unit, description: "Read." }).set(value);

/** Test files share the database, and each begins to count projects at 1. */
const project = 77_777;

let world: Awaited<ReturnType<typeof openWorld>>;

beforeAll(async () => {
  world = await openWorld();
  await tell("perigee-ingest", now - 20 * minute, accepted(100));
  await tell("perigee-ingest", now - 2 * minute, accepted(20));
  await tell("perigee-ingest", now - minute, accepted(3));
  await tell("perigee-ingest", now - 25 * 60 * minute, accepted(1_000));
  await tell("perigee-ingest", now - 20 * minute, stepsTook([0.0005, 5]));
  await tell("perigee-ingest", now - minute, stepsTook([0.05]));
  await tell("perigee-consumer", now - 2 * minute, gauge("perigee.spool.objects", "{message}", 7));
  await tell("perigee-consumer", now - minute, gauge("perigee.spool.objects", "{message}", 4));
  await tell("perigee-consumer", now - minute, gauge("perigee.spool.age", "s", 12));
  await tell("perigee-consumer", now - minute, stored);
  const row = { project_id: project, ts: toDateTime64(now - 30_000), message_id: crypto.randomUUID() };
  const request = { table: "events" as const, token: crypto.randomUUID() };
  const ids = { event_id: crypto.randomUUID(), session_id: crypto.randomUUID() };
  await insert(inject("clickhouse"), {
    ...request,
    gzipMembers: [gzipSync(`${JSON.stringify({ ...row, ...ids })}\n`)],
  });
  const { ts: Timestamp, ...rest } = row;
  for (const table of ["otel_logs", "otel_traces"] as const) {
    const line = gzipSync(`${JSON.stringify({ ...rest, Timestamp })}\n`);
    expect(await insert(inject("clickhouse"), { ...request, table, gzipMembers: [line] })).toMatchObject({ ok: true });
  }
});

const metrics = (authorization = "Bearer metrics-token") => ask("/metrics", { headers: { authorization } });

describe("GET /metrics", () => {
  it("tells what all isolates counted, by window", async () => {
    const answer = await metrics();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    const lines = (await answer.text()).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "# HELP perigee_ingest_events_accepted Events.",
        "# TYPE perigee_ingest_events_accepted gauge",
        'perigee_ingest_events_accepted{service="ingest",window="5m"} 23',
        'perigee_ingest_events_accepted{service="ingest",window="1h"} 123',
        'perigee_ingest_step_duration_seconds_bucket{service="ingest",step="decode",window="1h",le="0.001"} 1',
        'perigee_ingest_step_duration_seconds_bucket{service="ingest",step="decode",window="1h",le="0.1"} 2',
        'perigee_ingest_step_duration_seconds_bucket{service="ingest",step="decode",window="1h",le="+Inf"} 3',
        'perigee_ingest_step_duration_seconds_count{service="ingest",step="decode",window="5m"} 1',
        'perigee_ingest_step_duration_seconds_sum{service="ingest",step="decode",window="5m"} 0.05',
        'perigee_spool_objects{service="consumer"} 4',
      ]),
    );
    expect(lines.filter((line) => line.startsWith("# TYPE perigee_ingest_events_accepted "))).toHaveLength(1);
  });

  it("tells how old each project's newest event is, and nothing of its own project", async () => {
    const text = await (await metrics()).text();
    for (const signal of ["events", "logs", "spans"]) {
      const age = new RegExp(
        `^perigee_newest_event_age_seconds\\{project="${project}",signal="${signal}"\\} (.*)$`,
        "m",
      ).exec(text)?.[1];
      expect(Number(age)).toBeGreaterThanOrEqual(30);
      expect(Number(age)).toBeLessThan(30 + 600);
    }
    expect(text).not.toContain('signal="metrics"');
  });

  it.each(["", "Bearer wrong-tokens!", "Bearer x", "metrics-token"])("refuses %j", async (authorization) => {
    expect(await errorOf(await metrics(authorization))).toMatchObject({ type: "unauthenticated" });
  });

  it("refuses the session of an owner", async () => {
    expect(await errorOf(await ask("/metrics", { headers: world.session }))).toMatchObject({
      type: "unauthenticated",
    });
  });

  it("is not there without a token in the configuration", async () => {
    const { METRICS_TOKEN: _, ...rest } = env as unknown as Record<string, string>;
    const request = new Request("https://api.example/metrics", { headers: { authorization: "Bearer undefined" } });
    const answer = await apiWith({ ...rest, METRICS_TOKEN: undefined as never }).fetch(request, env);
    expect(await errorOf(answer)).toMatchObject({ type: "not-found" });
  });
});

describe("GET /health", () => {
  type Health = { status: string; pipeline: { status: string; checks: Record<string, { value: number | null }> } };
  const health = async () => (await ask("/health")).json<Health>();

  it("tells how the pipeline stands, and from where on it is degraded", async () => {
    expect(await health()).toMatchObject({
      status: "ok",
      pipeline: {
        status: "ok",
        checks: {
          queueAgeS: { value: null, degradedFrom: 60 },
          spoolMessages: { value: 4 },
          spoolAgeS: { value: 12, degradedFrom: 600 },
          deadLettersLastHour: { value: 0, degradedFrom: 1 },
          unstoredForS: { degradedFrom: 300 },
        },
      },
    });
  });

  it("is degraded, and still up, while the queue grows old in one of several isolates", async () => {
    await tell("perigee-ingest", now - 30_000, gauge("perigee.queue.backlog.age", "s", 75));
    await tell("perigee-consumer", now - 20_000, gauge("perigee.queue.backlog.age", "s", 1));
    const answer = await ask("/health");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: "degraded",
      pipeline: { status: "degraded", checks: { queueAgeS: { value: 75 } } },
    });
  });
});

import { createScheduledController } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { internalProjectId } from "@perigee/schema";
import { beforeEach, describe, expect, it } from "vitest";
import { countRows, deliver, faulty, messageOf, newProject, poison, rows, select } from "../test/messages.ts";
import { formatCounters } from "./counters.ts";
import worker from "./index.ts";
import { writeReport } from "./report.ts";

/** Reports are due ten seconds after each other; each test lets that time pass. */
let now = Date.now();

async function report(bindings: object = env): Promise<void> {
  now += 20_000;
  await writeReport(bindings as never, now);
}

const ofInternal = `project_id = ${internalProjectId} AND ServiceName = 'perigee-consumer'`;

/** What ClickHouse holds of a counter, or of a histogram's count, since the tests began. */
async function told(name: string, where = "1"): Promise<number> {
  const sums = `SELECT MetricName, Attributes, Value FROM otel_metrics_sum WHERE ${ofInternal}`;
  const counts = `SELECT MetricName, Attributes, toFloat64(Count) AS Value FROM otel_metrics_histogram WHERE ${ofInternal}`;
  const [row] = await select(
    `SELECT sum(Value) AS n FROM (${sums} UNION ALL ${counts}) WHERE MetricName = '${name}' AND ${where}`,
  );
  return row?.["n"] ?? 0;
}

/** How much ClickHouse learns of these metrics through what is done meanwhile. */
async function toldThrough(metrics: Record<string, [name: string, where?: string]>, act: () => Promise<unknown>) {
  const read = async () => Promise.all(Object.values(metrics).map(([name, where]) => told(name, where)));
  const before = await read();
  await act();
  await report();
  const after = await read();
  return Object.fromEntries(
    Object.keys(metrics).map((key, index) => [key, (after[index] ?? 0) - (before[index] ?? 0)]),
  );
}

/** Forgets what other tests have left to tell. */
beforeEach(() => report());

describe("what this Worker tells of itself", () => {
  it("lies in ClickHouse as it was counted", async () => {
    const project = newProject();
    const again = messageOf(project, { events: rows(4) });
    const learnt = await toldThrough(
      {
        settled: ["perigee.consumer.messages.settled"],
        stored: ["perigee.consumer.rows.stored"],
        skipped: ["perigee.consumer.rows.already_stored"],
        refused: ["perigee.consumer.dead_letters", "Attributes['reason'] = 'refused'"],
        malformed: ["perigee.consumer.dead_letters", "Attributes['reason'] = 'malformed'"],
        batches: ["perigee.consumer.batch.messages"],
        ages: ["perigee.consumer.message.age"],
        inserts: ["perigee.consumer.insert.rows", "Attributes['table'] = 'events'"],
      },
      async () => {
        await deliver([{ body: again }, { body: messageOf(project, { events: rows(3) }) }]);
        await deliver([{ body: again, attempts: 2 }, { body: "no message" }]);
        await deliver([{ body: messageOf(project, { events: poison }) }]);
      },
    );
    expect(learnt).toEqual({
      settled: 5,
      stored: 11,
      skipped: 4,
      refused: 1,
      malformed: 1,
      batches: 3,
      ages: 4,
      inserts: 1,
    });
  });

  it("counts each attempt of an INSERT by what became of it", async () => {
    const bindings = await faulty({ kind: "status", table: "errors", times: 2 });
    const learnt = await toldThrough(
      {
        away: ["perigee.consumer.insert.duration", "Attributes['outcome'] = 'unavailable'"],
        stored: ["perigee.consumer.insert.duration", "Attributes['outcome'] = 'stored'"],
        retries: ["perigee.consumer.insert.retries"],
      },
      () => deliver([{ body: messageOf(newProject(), { errors: rows(1) }) }], { bindings }),
    );
    expect(learnt).toEqual({ away: 2, stored: 1, retries: 2 });
  });

  it("is told again when ClickHouse was away, and only what did not arrive", async () => {
    const learnt = await toldThrough(
      { settled: ["perigee.consumer.messages.settled"], batches: ["perigee.consumer.batch.messages"] },
      async () => {
        await deliver([{ body: messageOf(newProject(), { events: rows(1) }) }]);
        await report(await faulty({ kind: "status", table: "otel_metrics_histogram", times: 1 }));
        await report({ ...env, CLICKHOUSE_URL: "http://127.0.0.1:9" });
      },
    );
    expect(learnt).toEqual({ settled: 1, batches: 1 });
  });

  it("has no series but those of closed sets, whatever the messages say", async () => {
    const mark = "from-a-message";
    await deliver([
      { body: { id: mark, [mark]: mark } },
      { body: messageOf(newProject(), { events: [{ event: mark }] }) },
    ]);
    const text = formatCounters();
    expect(text).toContain('perigee_consumer_dead_letters_total{reason="malformed"}');
    expect(text).not.toContain(mark);
  });
});

describe("metrics of a message", () => {
  it("are stored once, however often it comes", async () => {
    const project = newProject();
    const points = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ MetricName: `m${count}.${index}` }));
    const [first, other] = [3, 4].map((count) =>
      messageOf(project, { otel_metrics_sum: points(count), otel_metrics_histogram: points(2) }),
    );
    const bindings = await faulty({ kind: "lost-answer", table: "otel_metrics_sum", times: 3 });
    expect((await deliver([{ body: first }], { bindings })).acked).toEqual([true]);
    expect((await deliver([{ body: first, attempts: 2 }, { body: other }])).acked).toEqual([true, true]);
    expect(await countRows("otel_metrics_sum", project)).toBe(7);
    expect(await countRows("otel_metrics_histogram", project)).toBe(4);
  });
});

describe("the cron", () => {
  it("tells how much lies in the spool and how old it is, and how many dead letters there are", async () => {
    const today = new Date().toISOString().slice(0, 10);
    // A queue has them too, so that the sweep leaves them alone.
    const customMetadata = { queued: "1", receivedAt: String(Date.now()) };
    const names = ["a", "b"].map((name) => `spool/${today}/1/${name}`);
    for (const name of names) await env.SPOOL_BUCKET.put(name, "x", { customMetadata });
    await env.DEAD_LETTERS.put(`dead/1/${today}/a.events.jsonl.gz`, "x");
    await env.DEAD_LETTERS.put(`dead/1/${today}/a.json`, "{}");
    const { objects } = await env.DEAD_LETTERS.list({ prefix: "dead/" });
    const letters = objects.filter(({ key }) => key.endsWith(".json")).length;
    const controller = createScheduledController({ scheduledTime: new Date(Date.now() + 600_000), cron: "* * * * *" });
    await worker.scheduled(controller as never, env as never);
    const text = formatCounters();
    expect(text).toMatch(/^perigee_spool_objects 2$/m);
    expect(Number(/^perigee_spool_age_seconds (.*)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(600);
    expect(text).toContain(`perigee_dead_letters_objects ${letters}\n`);
    await report();
    const [told] = await select(
      `SELECT argMax(Value, TimeUnix) AS n FROM otel_metrics_gauge WHERE ${ofInternal} AND MetricName = 'perigee.spool.objects'`,
    );
    expect(told?.["n"]).toBe(2);
    const health = await exports.default.fetch(new Request("https://consumer.example/health"));
    expect(await health.json()).toMatchObject({ status: "degraded", spool: { objects: 2 } });
    await env.SPOOL_BUCKET.delete(names);
  });
});

describe("GET /health", () => {
  const health = (bindings: object) =>
    worker.fetch(new Request("https://consumer.example/health") as never, bindings as never);

  it.each([
    ["ClickHouse is away", { CLICKHOUSE_URL: "http://127.0.0.1:9" }, "unavailable"],
    ["a secret is missing", { CLICKHOUSE_USER: "" }, "misconfigured"],
  ])("is 503 when %s", async (_, changes, status) => {
    const answer = await health({ ...env, ...changes });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status });
  });
});

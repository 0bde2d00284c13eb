import { env } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { type IngestTable, limits, type QueueMessage, toDateTime64 } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import {
  countedInVisits,
  countRows,
  deadLetters,
  deliver,
  faulty,
  firstOf,
  messageOf,
  newProject,
  runCron,
  tearVisits,
} from "../test/messages.ts";

const now = toDateTime64(Date.now());
/** In an earlier partition of every table. */
const late = toDateTime64(Date.now() - limits.eventAgeMs * 0.9);
const times = [now, now, late, late];

/** Two rows of now, which an INSERT wrote before it was cut off, and two of another partition. */
const contents: [IngestTable, object[]][] = [
  ["events", times.map((ts) => ({ ts }))],
  ["web_vitals", times.map((ts) => ({ ts }))],
  ["errors", times.map((ts) => ({ ts }))],
  ["otel_logs", times.map((Timestamp, seq) => ({ Timestamp, seq }))],
  ["otel_traces", times.map((Timestamp, seq) => ({ Timestamp, seq }))],
  ["otel_metrics_gauge", times.map((TimeUnix, n) => ({ TimeUnix, Attributes: { n: `${n}` } }))],
  ["otel_metrics_sum", times.map((TimeUnix, n) => ({ TimeUnix, Attributes: { n: `${n}` } }))],
];

async function storeInPart(project: number, table: IngestTable = "events"): Promise<QueueMessage> {
  const message = messageOf(project, { [table]: new Map(contents).get(table) ?? [] });
  await deliver([{ body: firstOf(message, 2) }]);
  return message;
}

describe("a message of which an INSERT that was cut off has left some rows", () => {
  it.each(contents)("gets the others, each once, in %s", async (table) => {
    const project = newProject();
    const message = await storeInPart(project, table);
    expect((await deliver([{ body: message, attempts: 2 }])).acked).toEqual([true]);
    expect(await countRows(table, project)).toBe(4);
    expect((await deliver([{ body: message, attempts: 3 }])).acked).toEqual([true]);
    expect(await countRows(table, project)).toBe(4);
  });

  it("gets them where its rows are packed in several members", async () => {
    const project = newProject();
    const first = messageOf(project, { events: times.map((ts) => ({ ts })) });
    const second = messageOf(project, { events: times.map((ts) => ({ ts, message_id: first.id })) });
    const members = [...first.segments, ...second.segments].map(({ gzip }) => gzip);
    const segment = { table: "events" as const, rows: 8, gzip: new Uint8Array(Buffer.concat(members)) };
    const message = { ...first, segments: [segment] };
    await deliver([{ body: firstOf(message, 2) }]);
    await deliver([{ body: message, attempts: 2 }]);
    expect(await countRows("events", project)).toBe(8);
  });

  it("gets them where the answer was lost once more, beside one that is not there at all", async () => {
    const project = newProject();
    const batch = [await storeInPart(project), messageOf(project, { events: [{ ts: late }] })];
    const bindings = await faulty({ kind: "lost-answer", table: "events", times: 1 });
    const deliverAll = () =>
      deliver(
        batch.map((body) => ({ body, attempts: 2 })),
        { bindings },
      );
    expect((await deliverAll()).acked).toEqual([true, true]);
    expect([await countRows("events", project), await countedInVisits(project)]).toEqual([5, 5]);
  });

  it("waits where an INSERT may be writing the others this very moment", async () => {
    const project = newProject();
    const message = await storeInPart(project);
    const bindings = await faulty({ kind: "away", times: 1 });
    expect((await deliver([{ body: message }], { bindings })).retried).toEqual([true]);
    expect(await countRows("events", project)).toBe(2);
    expect((await deliver([{ body: message, attempts: 2 }])).acked).toEqual([true]);
    expect([await countRows("events", project), await countedInVisits(project)]).toEqual([4, 4]);
  });

  it("has its visits counted again: the view may lack the rows that were there", async () => {
    const project = newProject();
    const message = await storeInPart(project);
    await tearVisits(project);
    await deliver([{ body: message, attempts: 2 }]);
    expect(await countedInVisits(project)).toBe(2);
    await runCron();
    await runCron(Date.now(), { bindings: { ...env, INSERT_TIMEOUT_MS: "1" } });
    expect(await countedInVisits(project)).toBe(4);
  });

  it("waits with the others where the INSERT of them fails, and goes to the archive as a whole", async () => {
    const project = newProject();
    const message = { ...(await storeInPart(project)), archive: true };
    const bindings = await faulty({ kind: "status", table: "events", times: 3 });
    expect((await deliver([{ body: message, attempts: 2 }], { bindings })).retried).toEqual([true]);
    expect((await deliver([{ body: message, attempts: 3 }])).acked).toEqual([true]);
    expect(await countRows("events", project)).toBe(4);
    const { objects } = await env.ARCHIVE.list({ include: ["customMetadata"] });
    const archived = objects.filter(({ key }) => key.includes(`/${project}/`));
    expect(archived).toMatchObject([{ customMetadata: { rows: "4" } }]);
  });

  it.each<[string, object]>([
    ["gzip", { gzip: new Uint8Array([1, 2, 3]) }],
    ["lines", { gzip: new Uint8Array(gzipSync("no row\n")) }],
  ])("is buried alone where its %s cannot be read", async (_name, broken) => {
    const [sick, healthy] = [newProject(), newProject()];
    const message = await storeInPart(sick);
    const segments = message.segments.map((segment) => ({ ...segment, ...broken }));
    const batch = [{ ...message, segments }, messageOf(healthy, { events: [{ ts: now }] })];
    const { acked } = await deliver(batch.map((body) => ({ body, attempts: 2 })));
    expect(acked).toEqual([true, true]);
    expect([await countRows("events", sick), await countRows("events", healthy)]).toEqual([2, 1]);
    expect(await deadLetters(sick)).toMatchObject([{ id: message.id, reason: "refused" }]);
  });

  it("gets nothing where a merge has made one row of two that were the same", async () => {
    const project = newProject();
    const message = messageOf(project, { otel_metrics_sum: [{ TimeUnix: now }, { TimeUnix: now }] });
    await deliver([{ body: firstOf(message, 1) }]);
    expect((await deliver([{ body: message, attempts: 2 }])).acked).toEqual([true]);
    expect(await countRows("otel_metrics_sum", project)).toBe(1);
  });
});

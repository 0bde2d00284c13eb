import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import {
  countRows,
  deadLetters,
  deliver,
  faulty,
  isSpooled,
  messageOf,
  newProject,
  poison,
  rows,
  runCron,
  spool,
} from "../../test/messages.ts";
import { limits } from "../limits.ts";
import { takeLease } from "./lease.ts";

const stored = (projectId: number) => countRows("events", projectId);

describe("the sweep", () => {
  it("stores what no queue has taken, of all projects and days, and deletes it", async () => {
    const projects = [newProject(), newProject()];
    const messages = projects.flatMap((project) =>
      [0, 86_400_000].map((age) => messageOf(project, { events: rows(2) }, { receivedAt: Date.now() - age })),
    );
    await Promise.all(messages.map((message) => spool(message)));
    await runCron();
    for (const project of projects) expect(await stored(project)).toBe(4);
    expect(await Promise.all(messages.map(isSpooled))).toEqual(Array(4).fill(false));
  });

  it("stores nothing twice, however often it comes and whatever the queue has stored", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2), errors: rows(1) });
    await deliver([{ body: message }]);
    for (const _ of [1, 2]) {
      await spool(message);
      await runCron();
    }
    expect([await stored(project), await countRows("errors", project)]).toEqual([2, 1]);
    expect(await isSpooled(message)).toBe(false);
  });

  it("stores one of two copies that lie under two days", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2) });
    const earlier = { ...message, receivedAt: message.receivedAt - 86_400_000 };
    await Promise.all([spool(message), spool(earlier)]);
    await runCron();
    await runCron();
    expect(await stored(project)).toBe(2);
    expect(await Promise.all([message, earlier].map(isSpooled))).toEqual([false, false]);
  });

  it("doubles nothing where the answer of its INSERT is lost", async () => {
    const project = newProject();
    const messages = [1, 2, 3].map(() => messageOf(project, { events: rows(2) }));
    await Promise.all(messages.map((message) => spool(message)));
    const bindings = await faulty({ kind: "lost-answer", table: "events", times: 1 }, { kind: "away", times: 50 });
    await runCron(Date.now(), { bindings });
    expect(await Promise.all(messages.map(isSpooled))).toEqual([true, true, true]);
    await runCron();
    expect(await stored(project)).toBe(6);
  });

  it.each([
    { what: "leaves it to the queue", age: 60_000, variables: {}, expected: 0 },
    { what: "takes it when the queue's attempts are over", age: limits.queuedMs + 1, variables: {}, expected: 1 },
    {
      what: "takes it when the queue has begun anew since",
      age: 60_000,
      variables: { QUEUE_STARTED_AT: String(Date.now()) },
      expected: 1,
    },
  ])("of what a queue has taken as well: $what", async ({ age, variables, expected }) => {
    const project = newProject();
    const message = messageOf(project, { events: rows(1) }, { receivedAt: Date.now() - age });
    await spool(message, { queued: true });
    await runCron(Date.now(), { bindings: { ...env, ...variables } });
    expect(await stored(project)).toBe(expected);
    expect(await isSpooled(message)).toBe(expected === 0);
    await runCron(Date.now(), { bindings: { ...env, QUEUE_STARTED_AT: String(Date.now() + 1) } });
  });

  it("buries what ClickHouse refuses, alone", async () => {
    const project = newProject();
    const [good, bad] = [messageOf(project, { events: rows(1) }), messageOf(project, { events: poison })];
    await Promise.all([good, bad].map((message) => spool(message)));
    await runCron();
    expect(await stored(project)).toBe(1);
    expect(await deadLetters(project)).toMatchObject([{ id: bad.id, reason: "refused" }]);
    expect(await Promise.all([good, bad].map(isSpooled))).toEqual([false, false]);
  });

  it("leaves everything for the next minute while ClickHouse is away", async () => {
    const message = messageOf(newProject(), { events: rows(1) });
    await spool(message);
    await runCron(Date.now(), { bindings: { ...env, CLICKHOUSE_URL: "http://127.0.0.1:9" } });
    expect(await isSpooled(message)).toBe(true);
    await runCron();
    expect(await isSpooled(message)).toBe(false);
  });

  it("gives up after a day what fails for a reason that nobody names, while others are stored", async () => {
    const [sick, healthy] = [newProject(), newProject()];
    const events = Array.from({ length: 400 }, () => ({ path: crypto.randomUUID() }));
    const large = messageOf(sick, { events }, { receivedAt: Date.now() - limits.spoolMs - 1_000 });
    const small = messageOf(healthy, { events: rows(1) });
    await Promise.all([large, small].map((message) => spool(message)));
    const bindings = await faulty({ kind: "unexplained", table: "events", times: 100, fromBytes: 5_000 });
    await runCron(Date.now(), { bindings });
    expect(await stored(healthy)).toBe(1);
    expect(await deadLetters(sick)).toMatchObject([{ id: large.id, reason: "retries-exhausted" }]);
    expect(await isSpooled(large)).toBe(false);
  });

  it("sets aside an object that holds no message", async () => {
    const name = `spool/2026-11-20/1/${crypto.randomUUID()}`;
    await env.SPOOL_BUCKET.put(name, "no message", { customMetadata: { projectId: "1", receivedAt: "0" } });
    await runCron();
    expect(await env.SPOOL_BUCKET.head(name)).toBeNull();
    const { objects } = await env.DEAD_LETTERS.list({ prefix: "dead/" });
    const flat = name.replaceAll("/", "_");
    const kept = objects.map(({ key }) => key).filter((key) => key.includes(flat));
    expect(kept.map((key) => key.slice(key.indexOf(flat)))).toEqual([`${flat}.bin`, `${flat}.json`]);
  });

  it("does not begin while another one runs, and does when that has died", async () => {
    const project = newProject();
    await spool(messageOf(project, { events: rows(1) }));
    await takeLease(env.SPOOL_BUCKET, { now: Date.now(), queueStartedAt: 0 });
    await runCron();
    expect(await stored(project)).toBe(0);
    const lease = await takeLease(env.SPOOL_BUCKET, { now: Date.now() + limits.leaseMs + 1, queueStartedAt: 0 });
    await lease?.release();
    await runCron();
    expect(await stored(project)).toBe(1);
  });
});

describe("the lease of the sweep", () => {
  it("is given to one of several who ask at the same time", async () => {
    const all = await Promise.all(
      [1, 2, 3, 4].map(() => takeLease(env.SPOOL_BUCKET, { now: Date.now(), queueStartedAt: 0 })),
    );
    const given = all.filter((lease) => lease !== undefined);
    expect(given).toHaveLength(1);
    await given[0]?.release();
    const next = await takeLease(env.SPOOL_BUCKET, { now: Date.now(), queueStartedAt: 0 });
    expect(next).toBeDefined();
    await next?.release();
  });
});

describe("dead letters", () => {
  it("are deleted after thirty days, and not before", async () => {
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const day = (age: number) => new Date(hour - age).toISOString().slice(0, 10);
    const names = [limits.deadLetterMs + 86_400_000, limits.deadLetterMs, 0].map((age) => `dead/1/${day(age)}/x.json`);
    for (const name of names) await env.DEAD_LETTERS.put(name, "{}");
    await runCron(hour + 60_000);
    expect(await Promise.all(names.map(async (name) => (await env.DEAD_LETTERS.head(name)) !== null))).toEqual([
      true,
      true,
      true,
    ]);
    await runCron(hour);
    expect(await Promise.all(names.map(async (name) => (await env.DEAD_LETTERS.head(name)) !== null))).toEqual([
      false,
      true,
      true,
    ]);
    await env.DEAD_LETTERS.delete(names);
  });
});

describe("jobs", () => {
  it("go on when one of them fails", async () => {
    const project = newProject();
    await spool(messageOf(project, { events: rows(1) }));
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const bindings = { ...env, DEAD_LETTERS: { list: () => Promise.reject(new Error("R2 is away")) } };
    await runCron(hour, { bindings });
    expect(await stored(project)).toBe(1);
  });
});

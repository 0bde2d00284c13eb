import { env } from "cloudflare:workers";
import {
  type ArchiveRestore,
  ArchiveRestore as ArchiveRestoreSchema,
  archiveName,
  newRestore,
  openRestoreName,
  openRestores,
  type QueueMessage,
  RestoreOrder,
  restoreName,
} from "@perigee/schema";
import { describe, expect, it } from "vitest";
import {
  countRows,
  deliver,
  faulty,
  messageOf,
  newProject,
  rows,
  runCron,
  select,
  tearVisits,
} from "../../test/messages.ts";
import type { Env } from "../env.ts";
import { recountPrefix } from "../recount-notes.ts";
import { runRestores } from "./restore.ts";

const now = Date.now();
const hour = 3_600_000;
const thisHour = { from: now - hour, to: now + hour, tables: ["events", "web_vitals", "errors"] };

async function ask(projectId: number, order: object = thisHour): Promise<ArchiveRestore> {
  const restore = newRestore({
    id: crypto.randomUUID(),
    projectId,
    askedAt: now,
    order: RestoreOrder.parse({ keepDays: 1, ...order }),
  });
  await env.ARCHIVE.put(restoreName(restore), JSON.stringify(restore));
  await env.ARCHIVE.put(openRestoreName(restore), "");
  return restore;
}

const stateOf = async (restore: ArchiveRestore) =>
  ArchiveRestoreSchema.parse(await (await env.ARCHIVE.get(restoreName(restore)))?.json());
const run = (bindings: object = env) => runRestores(bindings as Env, Date.now());
const openNames = async () => (await env.ARCHIVE.list({ prefix: openRestores })).objects.map(({ key }) => key);

/** Puts a message into the archive as the consumer does: a file of each of its tables. */
async function archive({ projectId, id, receivedAt, segments }: QueueMessage, hash = "00000000"): Promise<void> {
  for (const { table, gzip } of segments)
    await env.ARCHIVE.put(archiveName({ projectId, table, receivedAt, messageId: id, hash }), gzip);
}

async function counts(project: number) {
  const [views] = await select(`SELECT sum(events) AS counted FROM sessions WHERE project_id = ${project}`);
  return {
    events: await countRows("events", project),
    vitals: await countRows("web_vitals", project),
    errors: await countRows("errors", project),
    counted: Number(views?.["counted"]),
  };
}

async function lose(project: number): Promise<void> {
  for (const table of ["events", "web_vitals", "errors", "sessions"]) {
    const answer = await fetch(`${env.CLICKHOUSE_URL}/?database=${env.CLICKHOUSE_DATABASE}`, {
      method: "POST",
      headers: { "x-clickhouse-user": env.CLICKHOUSE_USER, "x-clickhouse-key": env.CLICKHOUSE_PASSWORD },
      body: `DELETE FROM ${table} WHERE project_id = ${project}`,
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

async function archived(project: number, messages: number): Promise<QueueMessage[]> {
  const made = Array.from({ length: messages }, () =>
    messageOf(project, { events: rows(5), web_vitals: rows(2), errors: rows(1) }),
  );
  for (const message of made) await archive(message);
  return made;
}

describe("a restore", () => {
  it("brings back what was lost, in tables and views, and nothing twice", async () => {
    const project = newProject();
    const messages = await archived(project, 4);
    await deliver(messages.map((body) => ({ body })));
    const before = await counts(project);
    expect(before).toEqual({ events: 20, vitals: 8, errors: 4, counted: 20 });

    const first = await ask(project);
    await run();
    expect(await stateOf(first)).toMatchObject({ state: "done", rows: { read: 32, restored: 0, present: 32 } });
    expect(await counts(project)).toEqual(before);

    await lose(project);
    expect(await counts(project)).toMatchObject({ events: 0 });
    const second = await ask(project);
    await run();
    expect(await stateOf(second)).toMatchObject({
      state: "done",
      rows: { read: 32, restored: 32, present: 0 },
      files: 12,
      problem: null,
      skipped: { files: 0 },
    });
    expect(await counts(project)).toEqual(before);
  });

  it("adds only what is missing, also where files hold rows twice", async () => {
    const project = newProject();
    const messages = await archived(project, 3);
    for (const message of messages) await archive(message, "11111111");
    await deliver(messages.slice(0, 2).map((body) => ({ body })));
    const restore = await ask(project);
    await run();
    expect(await stateOf(restore)).toMatchObject({ rows: { read: 48, restored: 8, present: 40 } });
    expect(await counts(project)).toEqual({ events: 15, vitals: 6, errors: 3, counted: 15 });
  });

  it("keeps to its hours, its tables and its project", async () => {
    const [project, other] = [newProject(), newProject()];
    await archived(project, 1);
    await archived(other, 1);
    const old = messageOf(project, { events: rows(7) });
    await archive({ ...old, receivedAt: now - 5 * hour });
    const restore = await ask(project, { ...thisHour, tables: ["events"] });
    await run();
    expect(await stateOf(restore)).toMatchObject({ state: "done", hoursDone: 3, hoursTotal: 3 });
    expect(await counts(project)).toMatchObject({ events: 5, vitals: 0, errors: 0 });
    expect(await counts(other)).toMatchObject({ events: 0 });
  });

  it("goes on where it stood, after ClickHouse was away and after a run that died", async () => {
    const project = newProject();
    await archived(project, 2);
    const restore = await ask(project);
    await run({ ...env, CLICKHOUSE_URL: "http://127.0.0.1:9" });
    expect(await stateOf(restore)).toMatchObject({ state: "running", problem: expect.any(String), leasedUntil: 0 });

    const died = { ...(await stateOf(restore)), leasedUntil: Date.now() + hour };
    await env.ARCHIVE.put(restoreName(restore), JSON.stringify(died));
    await run();
    expect(await stateOf(restore), "another run seems to have it").toMatchObject({ state: "running" });

    await env.ARCHIVE.put(restoreName(restore), JSON.stringify({ ...died, leasedUntil: Date.now() - 1 }));
    await run();
    expect(await stateOf(restore)).toMatchObject({ state: "done", problem: null, rows: { restored: 16 } });
  });

  it.each(["and is told of it", "and dies before it hears of it"])(
    "has visits counted again where ClickHouse died between rows and view %s",
    async (how) => {
      const project = newProject();
      await archived(project, 2);
      const restore = await ask(project);
      await run(await faulty({ kind: "lost-answer", table: "events", times: 1 }));
      expect(await countRows("events", project)).toBe(10);
      if (how.includes("dies")) {
        const died = { ...(await stateOf(restore)), problem: null, leasedUntil: Date.now() - 1 };
        await env.ARCHIVE.put(restoreName(restore), JSON.stringify(died));
      }
      await tearVisits(project);
      await run();
      expect(await stateOf(restore)).toMatchObject({ state: "done", rows: { restored: 6, present: 10 } });
      expect(await counts(project)).toEqual({ events: 10, vitals: 4, errors: 2, counted: 0 });

      await runCron();
      await runCron(Date.now(), { bindings: { ...env, INSERT_TIMEOUT_MS: "1" } });
      expect(await counts(project)).toEqual({ events: 10, vitals: 4, errors: 2, counted: 10 });
    },
  );

  it("has nothing counted again where every INSERT was answered", async () => {
    const project = newProject();
    await archived(project, 1);
    for (const _ of [1, 2]) {
      await ask(project);
      await run();
    }
    const { objects } = await env.SPOOL_BUCKET.list({ prefix: `${recountPrefix}${project}/` });
    expect(objects).toEqual([]);
  });

  it("leaves out a file that cannot be read, and says which", async () => {
    const project = newProject();
    const [message] = await archived(project, 1);
    const bad = archiveName({
      projectId: project,
      table: "events",
      receivedAt: now,
      messageId: message?.id ?? "",
      hash: "ffffffff",
    });
    await env.ARCHIVE.put(bad, "not gzip");
    const restore = await ask(project);
    await run();
    expect(await stateOf(restore)).toMatchObject({
      state: "done",
      rows: { restored: 8 },
      skipped: { files: 1, examples: [{ name: bad }] },
    });
  });

  it("leaves nothing behind but its own report", async () => {
    const project = newProject();
    await archived(project, 1);
    await ask(project);
    await env.ARCHIVE.put(`${openRestores}${project}/${crypto.randomUUID()}`, "");
    await run();
    expect((await openNames()).filter((name) => name.includes(`/${project}/`))).toEqual([]);
    const tables = await select("SELECT count() AS n FROM system.tables WHERE name LIKE 'restore%'");
    expect(tables).toEqual([{ n: 0 }]);
  });

  it("is done by one of two runs at the same time", async () => {
    const project = newProject();
    await archived(project, 3);
    const restore = await ask(project);
    await Promise.all([run(), run()]);
    expect(await stateOf(restore)).toMatchObject({ state: "done", rows: { read: 24, restored: 24, present: 0 } });
    expect(await counts(project)).toEqual({ events: 15, vitals: 6, errors: 3, counted: 15 });
  });
});

import { env } from "cloudflare:workers";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  countRows,
  deadLetters,
  delayAfter,
  deliver,
  faulty,
  type Handed,
  insertsSeen,
  isSpooled,
  messageOf,
  newProject,
  poison,
  rows,
  runCron,
  select,
  spool,
} from "../test/messages.ts";
import { formatCounters } from "./counters.ts";
import { retryDelaySeconds } from "./deliveries.ts";

const again = { acked: [false], retried: [true], thrown: "BackPressure" };

const handed = (body: unknown, attempts = 1): Handed => ({ body, attempts });

async function counts(projectId: number): Promise<Record<"events" | "web_vitals" | "errors", number>> {
  const [events, vitals, errors] = await Promise.all([
    countRows("events", projectId),
    countRows("web_vitals", projectId),
    countRows("errors", projectId),
  ]);
  return { events, web_vitals: vitals, errors };
}

describe("a batch of messages", () => {
  it("is stored with one insert per table, and each message is acknowledged", async () => {
    const project = newProject();
    const messages = [
      messageOf(project, { events: rows(3), web_vitals: rows(2) }),
      messageOf(project, { events: rows(2), errors: rows(1) }),
    ];
    const { acked } = await deliver(messages.map((message) => handed(message)));
    expect(acked).toEqual([true, true]);
    expect(await counts(project)).toEqual({ events: 5, web_vitals: 2, errors: 1 });
  });

  it("feeds the view exactly once", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(4) });
    await deliver([handed(message)], {
      bindings: await faulty({ kind: "lost-answer", table: "events", times: 1 }),
    });
    await deliver([handed(message, 2)]);
    const [visits] = await select(`SELECT sum(events) AS n FROM sessions WHERE project_id = ${project}`);
    expect(visits?.["n"]).toEqual(4);
  });

  it("may hold a message twice: it is stored once and both copies are settled", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2) });
    const { acked } = await deliver([handed(message), handed(message)]);
    expect(acked).toEqual([true, true]);
    expect(await countRows("events", project)).toBe(2);
  });

  it("may be empty", async () => expect(await deliver([])).toEqual({ acked: [], retried: [] }));

  it("of a hundred messages becomes as many rows as they say", async () => {
    const project = newProject();
    const messages = Array.from({ length: 100 }, () => messageOf(project, { events: rows(50) }));
    const { acked } = await deliver(messages.map((message) => handed(message)));
    expect(acked.every(Boolean)).toBe(true);
    expect(await countRows("events", project)).toBe(5_000);
  });
});

describe("when ClickHouse cannot be reached", () => {
  it("a message comes again and is not buried", async () => {
    const project = newProject();
    const bindings = { ...env, CLICKHOUSE_URL: "http://127.0.0.1:9" };
    expect(await deliver([handed(messageOf(project, { events: rows(1) }))], { bindings })).toEqual(again);
    expect(await deadLetters(project)).toEqual([]);
  });

  it.each([
    [1, 10],
    [2, 20],
    [5, 160],
    [8, 900],
    [100, 900],
  ])("after attempt %i it is left alone for %i seconds", (attempts, seconds) => {
    expect(retryDelaySeconds(attempts)).toBe(seconds);
  });

  it("a message comes again only when any INSERT of it has ended by its own time-out", async () => {
    const message = messageOf(newProject(), { events: rows(1) });
    const away = { ...env, CLICKHOUSE_URL: "http://127.0.0.1:9" };
    expect(await delayAfter(handed(message), away)).toBe(31);
    expect(await delayAfter(handed(message, 5), away)).toBe(160);
    const busy = await faulty({ kind: "too-many-parts", table: "events", times: 3 });
    expect(await delayAfter(handed(message), busy)).toBe(10);
  });

  it("for a moment only, the batch is stored all the same", async () => {
    const project = newProject();
    const bindings = await faulty({ kind: "status", table: "events", times: 2 });
    const { acked } = await deliver([handed(messageOf(project, { events: rows(2) }))], { bindings });
    expect(acked).toEqual([true]);
    expect(await countRows("events", project)).toBe(2);
  });

  it("with a wrong password, nothing is buried", async () => {
    const project = newProject();
    const bindings = { ...env, CLICKHOUSE_PASSWORD: "wrong" };
    expect(await deliver([handed(messageOf(project, { events: rows(1) }))], { bindings })).toEqual(again);
    expect(await deadLetters(project)).toEqual([]);
  });
});

describe("when the answer of an insert is lost", () => {
  it("the retry in the same invocation doubles nothing", async () => {
    const project = newProject();
    const bindings = await faulty({ kind: "lost-answer", table: "events", times: 2 });
    const { acked } = await deliver([handed(messageOf(project, { events: rows(3) }))], { bindings });
    expect(acked).toEqual([true]);
    expect(await countRows("events", project)).toBe(3);
  });

  it("and others of its batch are refused, what was stored is not written again", async () => {
    const project = newProject();
    const [stored, good] = [messageOf(project, { events: rows(2) }), messageOf(project, { events: rows(2) })];
    await deliver([handed(stored)]);
    const batch = [stored, messageOf(project, { events: poison }), good];
    const deliverAll = (attempts: number, bindings: object = env) =>
      deliver(
        batch.map((message) => handed(message, attempts)),
        { bindings },
      );
    // ClickHouse might be writing the others this very moment, so they wait.
    expect((await deliverAll(1, await faulty({ kind: "away", times: 1 }))).retried).toEqual([true, true, true]);
    expect((await deliverAll(2)).acked).toEqual([true, true, true]);
    expect(await countRows("events", project)).toBe(4);
    expect(await deadLetters(project)).toHaveLength(1);
  });

  it("for good, redelivery in other batches doubles nothing and loses nothing", async () => {
    const project = newProject();
    const [a, b, c, d] = Array.from({ length: 4 }, () => messageOf(project, { events: rows(2), errors: rows(1) }));
    const bindings = await faulty({ kind: "lost-answer", table: "events", times: 1 }, { kind: "away", times: 100 });
    const first = await deliver([handed(a), handed(b), handed(c)], { bindings });
    expect(first.acked).toEqual([false, false, false]);
    expect((await deliver([handed(c, 2), handed(d)])).acked).toEqual([true, true]);
    expect((await deliver([handed(b, 2), handed(a, 2)])).acked).toEqual([true, true]);
    expect(await counts(project)).toEqual({ events: 8, web_vitals: 0, errors: 4 });
  });

  it("or never comes, the retry doubles nothing", async () => {
    const project = newProject();
    const faults = await faulty({ kind: "timeout-after-commit", table: "events", times: 1 });
    const bindings = { ...faults, INSERT_TIMEOUT_MS: "2000" };
    const messages = [
      messageOf(project, { events: rows(2) }),
      messageOf(project, { events: rows(1), errors: rows(1) }),
    ];
    expect(
      (
        await deliver(
          messages.map((message) => handed(message)),
          { bindings },
        )
      ).acked,
    ).toEqual([true, true]);
    expect(await counts(project)).toEqual({ events: 3, web_vitals: 0, errors: 1 });
  });

  it("for one table of two, the other is not written again", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2), web_vitals: rows(3) });
    const bindings = await faulty({ kind: "status", table: "web_vitals", times: 3 });
    expect((await deliver([handed(message)], { bindings })).acked).toEqual([false]);
    expect(await counts(project)).toEqual({ events: 2, web_vitals: 0, errors: 0 });
    expect((await deliver([handed(message, 2)])).acked).toEqual([true]);
    expect(await counts(project)).toEqual({ events: 2, web_vitals: 3, errors: 0 });
  });

  it("and ClickHouse does not tell what it has, a redelivered message waits and a new one does not", async () => {
    const project = newProject();
    const [old, fresh] = [messageOf(project, { events: rows(1) }), messageOf(project, { events: rows(1) })];
    const bindings = await faulty({ kind: "away", times: 1 });
    const settled = await deliver([handed(old, 2), handed(fresh)], { bindings });
    expect(settled).toEqual({ acked: [false, true], retried: [true, false] });
    expect(await countRows("events", project)).toBe(1);
  });

  it("and ClickHouse is still away at the redelivery, the message waits further", async () => {
    const message = messageOf(newProject(), { events: rows(1) });
    const bindings = { ...env, CLICKHOUSE_URL: "http://127.0.0.1:9" };
    expect(await deliver([handed(message, 2)], { bindings })).toEqual(again);
  });
});

describe("a message that ClickHouse refuses", () => {
  it("is found among others and buried alone with its rows and the reason; the others are stored", async () => {
    const project = newProject();
    const good = Array.from({ length: 8 }, () => messageOf(project, { events: rows(2) }));
    const bad = messageOf(project, { events: poison });
    const { acked } = await deliver([...good.slice(0, 5), bad, ...good.slice(5)].map((message) => handed(message)));
    expect(acked.every(Boolean)).toBe(true);
    expect(await countRows("events", project)).toBe(16);
    const letters = await deadLetters(project);
    expect(letters).toMatchObject([{ id: bad.id, reason: "refused", detail: expect.stringMatching(/^events: .*ts/s) }]);
    const buried = await env.DEAD_LETTERS.get(letters[0]?.segments[0]?.key ?? "");
    expect(gunzipSync(new Uint8Array((await buried?.arrayBuffer()) ?? [])).toString()).toContain(
      "the day before yesterday",
    );
  });

  it.each<[string, object[]]>([
    ["an unknown column", [{ no_such_column: 1 }]],
    ["a number out of range", [{ seq: -1 }]],
    ["an id that is none", [{ session_id: "x" }]],
  ])("for %s is refused as well", async (_name, bad) => {
    const project = newProject();
    const { acked } = await deliver([handed(messageOf(project, { events: bad }))]);
    expect(acked).toEqual([true]);
    expect(await deadLetters(project)).toHaveLength(1);
  });

  it("because its gzip is broken is buried, and its neighbours are stored", async () => {
    const project = newProject();
    const cut = messageOf(project, { events: rows(5) });
    const segments = cut.segments.map((segment) => ({ ...segment, gzip: segment.gzip.slice(0, 60) }));
    const { acked } = await deliver([
      handed(messageOf(project, { events: rows(1) })),
      handed({ ...cut, segments }),
      handed(messageOf(project, { events: rows(1) })),
    ]);
    expect(acked).toEqual([true, true, true]);
    expect(await countRows("events", project)).toBe(2);
    expect(await deadLetters(project)).toMatchObject([{ id: cut.id }]);
  });

  it("in one of two tables leaves only that part among the dead letters", async () => {
    const project = newProject();
    await deliver([handed(messageOf(project, { events: rows(2), errors: [{ issue_id: "x" }] }))]);
    expect(await counts(project)).toEqual({ events: 2, web_vitals: 0, errors: 0 });
    expect(await deadLetters(project)).toMatchObject([{ segments: [{ table: "errors", rows: 1 }] }]);
  });

  it("in one table while the other is away is kept until both are decided", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2), errors: [{ issue_id: "x" }] });
    const bindings = await faulty({ kind: "status", table: "events", times: 3 });
    expect((await deliver([handed(message)], { bindings })).acked).toEqual([false]);
    expect(await deadLetters(project)).toEqual([]);
    expect((await deliver([handed(message, 2)])).acked).toEqual([true]);
    expect(await counts(project)).toEqual({ events: 2, web_vitals: 0, errors: 0 });
    expect(await deadLetters(project)).toMatchObject([{ id: message.id, segments: [{ table: "errors" }] }]);
  });

  it("comes again when R2 does not take it either", async () => {
    const bucket = { put: () => Promise.reject(new Error("R2 is away")) };
    const message = messageOf(newProject(), { events: poison });
    expect(await deliver([handed(message)], { bindings: { ...env, DEAD_LETTERS: bucket } })).toEqual(again);
  });

  it.each([undefined, "text", { id: 1 }, { id: "x", segments: [] }])(
    "as it is no message at all (%o) is kept for a look",
    async (body) => {
      const project = newProject();
      const good = messageOf(project, { events: rows(1) });
      expect((await deliver([handed(body), handed(good)])).acked).toEqual([true, true]);
      expect(await countRows("events", project)).toBe(1);
      const { objects } = await env.DEAD_LETTERS.list({ prefix: "dead/malformed/" });
      expect(objects.some(({ key }) => key.endsWith("/q0.json"))).toBe(true);
    },
  );
});

describe("when ClickHouse has too much to do", () => {
  it("for a moment, the batch is stored all the same", async () => {
    const project = newProject();
    const bindings = await faulty({ kind: "too-many-parts", table: "events", times: 1 });
    expect((await deliver([handed(messageOf(project, { events: rows(2) }))], { bindings })).acked).toEqual([true]);
    expect(await countRows("events", project)).toBe(2);
  });

  it("for longer, all messages wait, nothing is halved, and the invocation fails so that the queue slows down", async () => {
    const project = newProject();
    const messages = Array.from({ length: 6 }, () => messageOf(project, { events: rows(2) }));
    const bindings = await faulty({ kind: "too-many-parts", table: "events", times: 3 });
    const settled = await deliver(
      messages.map((message) => handed(message)),
      { bindings },
    );
    expect(settled).toMatchObject({ retried: Array(6).fill(true), thrown: "BackPressure" });
    expect(await insertsSeen()).toHaveLength(3);
    expect((await deliver(messages.map((message) => handed(message, 2)))).acked).toEqual(Array(6).fill(true));
    expect(await countRows("events", project)).toBe(12);
  });

  it("with one table only, what is settled stays settled: the invocation does not fail", async () => {
    const bindings = await faulty({ kind: "too-many-parts", table: "events", times: 3 });
    const messages = [messageOf(newProject(), { events: rows(1) }), messageOf(newProject(), { errors: rows(1) })];
    const settled = await deliver(
      messages.map((message) => handed(message)),
      { bindings },
    );
    expect(settled).toEqual({ acked: [false, true], retried: [true, false] });
  });
});

describe("a project", () => {
  it("full of poison takes nothing from the others, whose rows are parted from its own first", async () => {
    const [sick, ...healthy] = Array.from({ length: 4 }, newProject);
    const bad = Array.from({ length: 8 }, () => messageOf(sick ?? 0, { events: poison }));
    const good = healthy.flatMap((project) => [1, 2].map(() => messageOf(project, { events: rows(2) })));
    const { acked } = await deliver(
      [...bad, ...good].map((message) => handed(message)),
      { bindings: await faulty() },
    );
    expect(acked).toEqual(Array(14).fill(true));
    for (const project of healthy) expect(await countRows("events", project)).toBe(4);
    expect(await deadLetters(sick ?? 0)).toHaveLength(8);
    for (const project of healthy) expect(await deadLetters(project)).toEqual([]);
    // One of all; then projects are parted, at most two times; then the sick one's 8 are halved: 2 + 4 + 8.
    expect((await insertsSeen()).length).toBeLessThanOrEqual(1 + 2 * 2 + 14);
  });

  it("whose rows ClickHouse cannot take for a reason that it does not name waits alone", async () => {
    const [sick, healthy] = [newProject(), newProject()];
    const large = messageOf(sick, { events: Array.from({ length: 400 }, () => ({ path: crypto.randomUUID() })) });
    const small = [1, 2, 3].map(() => messageOf(healthy, { events: rows(1) }));
    const bindings = await faulty({ kind: "unexplained", table: "events", times: 100, fromBytes: 5_000 });
    const settled = await deliver(
      [large, ...small].map((message) => handed(message)),
      { bindings },
    );
    expect(settled).toMatchObject({ acked: [false, true, true, true], retried: [true, false, false, false] });
    expect(await countRows("events", healthy)).toBe(3);
    expect(await deadLetters(sick)).toEqual([]);
  });
});

describe("poison", () => {
  it("is found in a number of INSERTs that grows with its own and hardly with the batch's", async () => {
    const project = newProject();
    const bad = [messageOf(project, { events: poison }), messageOf(project, { events: poison })];
    const good = Array.from({ length: 62 }, () => messageOf(project, { events: rows(1) }));
    const messages = [
      ...good.slice(0, 17),
      ...bad.slice(0, 1),
      ...good.slice(17, 50),
      ...bad.slice(1),
      ...good.slice(50),
    ];
    const { acked } = await deliver(
      messages.map((message) => handed(message)),
      { bindings: await faulty() },
    );
    expect(acked).toEqual(Array(64).fill(true));
    expect(await countRows("events", project)).toBe(62);
    expect((await deadLetters(project)).map(({ id }) => id).sort()).toEqual(bad.map(({ id }) => id).sort());
    // Two INSERTs a halving, log2(64) = 6 halvings for each.
    expect((await insertsSeen()).length).toBeLessThanOrEqual(1 + 2 * 2 * 6);
  });
});

describe("a message that the client may have sent before", () => {
  it("is not written again, whenever the first came", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2) }, { receivedAt: Date.now() - 3_600_000 });
    await deliver([handed(message)]);
    const resent = { ...message, receivedAt: Date.now(), retried: true };
    expect((await deliver([handed(resent)])).acked).toEqual([true]);
    expect(await countRows("events", project)).toBe(2);
  });

  it("is written where it was not", async () => {
    const project = newProject();
    await deliver([handed({ ...messageOf(project, { events: rows(2) }), retried: true })]);
    expect(await countRows("events", project)).toBe(2);
  });
});

describe("a message that was spooled first", () => {
  it("is stored, and its copy deleted", async () => {
    const project = newProject();
    const messages = await Promise.all(
      [1, 2].map(() => spool(messageOf(project, { events: rows(1) }), { queued: true })),
    );
    expect((await deliver(messages.map((message) => handed(message)))).acked).toEqual([true, true]);
    expect(await Promise.all(messages.map(isSpooled))).toEqual([false, false]);
    expect(await countRows("events", project)).toBe(2);
  });

  it("keeps its copy while it waits", async () => {
    const message = await spool(messageOf(newProject(), { events: rows(1) }), { queued: true });
    const bindings = { ...env, CLICKHOUSE_URL: "http://127.0.0.1:9" };
    expect(await deliver([handed(message)], { bindings })).toEqual(again);
    expect(await isSpooled(message)).toBe(true);
    await deliver([handed(message)]);
  });

  it("is acknowledged even where its copy cannot be deleted", async () => {
    const message = await spool(messageOf(newProject(), { events: rows(1) }), { queued: true });
    const bindings = { ...env, SPOOL_BUCKET: { delete: () => Promise.reject(new Error("R2 is away")) } };
    expect((await deliver([handed(message)], { bindings })).acked).toEqual([true]);
  });

  it("and received before the queue began is not written again where the sweep has stored it", async () => {
    const project = newProject();
    const message = await spool(messageOf(project, { events: rows(2) }), { queued: true });
    const bindings = { ...env, QUEUE_STARTED_AT: String(Date.now() + 1) };
    await runCron(Date.now(), { bindings });
    expect((await deliver([handed(message)], { bindings })).acked).toEqual([true]);
    expect(await countRows("events", project)).toBe(2);
  });
});

describe("counters", () => {
  it("tell how many messages are settled and how many rows are stored", async () => {
    const read = (name: string): number =>
      Number(new RegExp(`^perigee_consumer_${name} (\\d+)$`, "m").exec(formatCounters())?.[1] ?? 0);
    const before = [read("messages_settled_total"), read("rows_stored_total")];
    await deliver([
      handed(messageOf(newProject(), { events: rows(3) })),
      handed(messageOf(newProject(), { events: poison })),
    ]);
    expect([read("messages_settled_total"), read("rows_stored_total")]).toEqual([
      (before[0] ?? 0) + 2,
      (before[1] ?? 0) + 3,
    ]);
  });
});

import { env, exports } from "cloudflare:workers";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  countedInVisits,
  countRows,
  deadLetters,
  deliver,
  messageOf,
  newProject,
  rows,
  runCron,
  tearVisits,
} from "../test/messages.ts";

const queue = "perigee-events-dlq";

describe("the queue of given-up messages", () => {
  it("is written to R2, whole, by project and day, and not to ClickHouse", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2), web_vitals: rows(1) });
    expect((await deliver([{ body: message }], { queue })).acked).toEqual([true]);
    const [letter] = await deadLetters(project);
    const base = `dead/${project}/${new Date(message.receivedAt).toISOString().slice(0, 10)}/${message.id}`;
    expect(letter).toMatchObject({
      id: message.id,
      reason: "retries-exhausted",
      segments: [
        { table: "events", rows: 2, key: `${base}.events.jsonl.gz` },
        { table: "web_vitals", rows: 1, key: `${base}.web_vitals.jsonl.gz` },
      ],
    });
    const stored = await env.DEAD_LETTERS.get(`${base}.events.jsonl.gz`);
    const lines = gunzipSync(new Uint8Array((await stored?.arrayBuffer()) ?? []))
      .toString()
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).message_id)).toEqual([message.id, message.id]);
    expect(await countRows("events", project)).toBe(0);
  });

  it("writes the same message to the same place when it comes again", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(1) });
    await deliver([{ body: message }], { queue });
    await deliver([{ body: message, attempts: 2 }], { queue });
    expect(await deadLetters(project)).toHaveLength(1);
  });

  it("has its visits counted again: its rows may be there, and the view may lack them", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2) });
    await deliver([{ body: message }]);
    await tearVisits(project);
    await deliver([{ body: message }], { queue });
    await runCron();
    await runCron(Date.now(), { bindings: { ...env, INSERT_TIMEOUT_MS: "1" } });
    expect(await countedInVisits(project)).toBe(2);
  });

  it.each(["DEAD_LETTERS", "SPOOL_BUCKET"])("keeps the message while R2 is away (%s)", async (bucket) => {
    const bindings = { ...env, [bucket]: { put: () => Promise.reject(new Error("R2 is away")) } };
    const message = messageOf(newProject(), { events: rows(1) });
    expect((await deliver([{ body: message }], { queue, bindings })).acked).toEqual([false]);
  });
});

describe("the consumer's own addresses", () => {
  const get = (path: string, authorization = "") =>
    exports.default.fetch(new Request(`https://consumer.example${path}`, { headers: { authorization } }));

  it.each([
    ["/health", "", 200],
    ["/metrics", "Bearer metrics-token", 200],
    ["/metrics", "Bearer metrics-tokem", 404],
    ["/metrics", "", 404],
    ["/", "", 404],
  ])("%s with %j answers %i", async (path, authorization, status) => {
    expect((await get(path, authorization)).status).toBe(status);
  });
});

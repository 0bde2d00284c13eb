import { env } from "cloudflare:workers";
import { gunzipSync } from "node:zlib";
import { archiveName, parseArchiveName } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { countRows, deliver, faulty, messageOf, newProject, poison, rows } from "../test/messages.ts";

const archived = async (projectId: number) => {
  const { objects } = await env.ARCHIVE.list({ prefix: `archive/${projectId}/` });
  return Promise.all(
    objects.map(async ({ key }) => {
      const bytes = new Uint8Array((await (await env.ARCHIVE.get(key))?.arrayBuffer()) ?? []);
      const lines = gunzipSync(bytes).toString().trimEnd().split("\n");
      return { file: parseArchiveName(key), key, messages: lines.map((line) => JSON.parse(line).message_id) };
    }),
  );
};

const keep = { archive: true };

describe("the archive", () => {
  it("gets one file per project, table and hour, with the rows of those messages that ask for it", async () => {
    const [project, other] = [newProject(), newProject()];
    const hour = Date.UTC(2026, 10, 20, 9);
    const a = messageOf(project, { events: rows(2), errors: rows(1) }, { ...keep, receivedAt: hour + 1 });
    const b = messageOf(project, { events: rows(1) }, { ...keep, receivedAt: hour + 3_599_999 });
    const later = messageOf(project, { events: rows(1) }, { ...keep, receivedAt: hour + 3_600_000 });
    const without = messageOf(other, { events: rows(1) });
    const { acked } = await deliver([a, b, later, without].map((body) => ({ body })));
    expect(acked).toEqual(Array(4).fill(true));
    const files = await archived(project);
    expect(files.map(({ file, messages }) => [file?.table, file?.receivedAt, messages])).toEqual([
      ["errors", hour, [a.id]],
      ["events", hour, [a.id, a.id, b.id].sort()],
      ["events", hour + 3_600_000, [later.id]],
    ]);
    expect(files.map(({ file, key }) => file && archiveName(file) === key)).toEqual([true, true, true]);
    expect(await archived(other)).toEqual([]);
  });

  it("gets no rows that ClickHouse refuses", async () => {
    const project = newProject();
    const bad = messageOf(project, { events: poison, errors: rows(1) }, keep);
    expect((await deliver([{ body: bad }])).acked).toEqual([true]);
    expect((await archived(project)).map(({ file }) => file?.table)).toEqual(["errors"]);
  });

  it("waits with the message until its rows are stored", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(1), errors: rows(1) }, keep);
    const bindings = await faulty({ kind: "status", table: "errors", times: 3 });
    await deliver([{ body: message }], { bindings });
    expect(await archived(project)).toEqual([]);
    await deliver([{ body: message, attempts: 2 }]);
    expect((await archived(project)).map(({ file }) => file?.table)).toEqual(["errors", "events"]);
  });

  it("that cannot be written brings the message back, and its rows are not doubled", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(3) }, keep);
    const without = messageOf(project, { events: rows(1) });
    const bindings = { ...env, ARCHIVE: { put: () => Promise.reject(new Error("R2 is away")) } };
    const first = await deliver([{ body: message }, { body: without }], { bindings });
    expect(first).toEqual({ acked: [false, true], retried: [true, false] });
    expect((await deliver([{ body: message, attempts: 2 }])).acked).toEqual([true]);
    expect(await countRows("events", project)).toBe(4);
    expect(await archived(project)).toHaveLength(1);
  });
});

import { env } from "cloudflare:workers";
import { type ArchiveRestore, archiveName, type IngestTable, openRestoreName, restoreName } from "@perigee/schema";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { emptyBuckets, namesIn } from "../../test/letters.ts";
import { addMember, openWorld } from "../../test/world.ts";

let world: Awaited<ReturnType<typeof openWorld>>;
let viewer: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  viewer = await addMember("viewer");
});
beforeEach(emptyBuckets);

const path = "/v1/projects/shop/archive";
const at = (time: string) => Date.parse(`2026-11-${time}Z`);
const get = (suffix: string, headers = world.session) => ask(`${path}${suffix}`, { headers });
const order = (body: unknown, headers = world.session) => ask(`${path}/restores`, { headers, body });
const range = { from: at("20T10:30"), to: at("20T12:00") };

/** A file of five bytes. */
const put = (projectId: number, table: IngestTable, receivedAt: number) =>
  env.ARCHIVE.put(
    archiveName({ projectId, table, receivedAt, messageId: crypto.randomUUID(), hash: "0a0b0c0d" }),
    "12345",
  );

describe("the archive", () => {
  it("lists hours that have files, by table, of one project", async () => {
    await put(world.shop.id, "events", at("20T09:59"));
    await put(world.shop.id, "events", at("20T10:00"));
    await put(world.shop.id, "events", at("20T10:59"));
    await put(world.shop.id, "errors", at("20T23:00"));
    await put(world.shop.id, "errors", at("21T00:00"));
    await put(world.rival.id, "events", at("20T10:00"));
    expect(await (await get("?from=2026-11-20T10:30:00Z&to=2026-11-21", viewer)).json()).toEqual({
      hours: [
        { table: "events", hour: at("20T10:00"), files: 2, bytes: 10 },
        { table: "errors", hour: at("20T23:00"), files: 1, bytes: 5 },
      ],
      hasMore: false,
    });
  });

  it.each(["", "?from=yesterday&to=2026-11-21"])("refuses %j", async (query) => {
    expect(await errorOf(await get(query))).toMatchObject({ type: "invalid-params" });
  });
});

describe("a restore", () => {
  it("is laid where the consumer finds it, by whole hours, and once however often it is asked for", async () => {
    const answer = await order(range);
    expect(answer.status).toBe(202);
    const restore = await answer.json<ArchiveRestore>();
    expect(restore).toMatchObject({
      projectId: world.shop.id,
      from: at("20T10:00"),
      to: at("20T12:00"),
      tables: ["events", "web_vitals", "errors"],
      state: "waiting",
      hoursTotal: 6,
    });
    expect(await (await order({ ...range, from: at("20T10:00") })).json()).toEqual(restore);
    expect(await namesIn(env.ARCHIVE)).toEqual([openRestoreName(restore), restoreName(restore)]);
    expect(await (await get(`/restores/${restore.id}`, viewer)).json()).toEqual(restore);
    expect(await (await get("/restores", viewer)).json()).toEqual({ restores: [restore] });
  });

  it("that is done can be asked for again", async () => {
    const restore = await (await order(range)).json<ArchiveRestore>();
    await env.ARCHIVE.put(restoreName(restore), JSON.stringify({ ...restore, state: "done", hoursDone: 6 }));
    await env.ARCHIVE.delete(openRestoreName(restore));
    expect(await (await order(range)).json()).toMatchObject({ id: restore.id, state: "waiting", hoursDone: 0 });
    expect(await namesIn(env.ARCHIVE)).toContain(openRestoreName(restore));
  });

  it.each([
    [{ from: at("20T10:00"), to: at("20T10:00") }, "to"],
    [{ from: at("01T00:00"), to: at("01T00:00") + 32 * 86_400_000 }, "to"],
    [{ ...range, tables: ["sessions"] }, "tables.0"],
    [{ ...range, tables: [] }, "tables"],
    [{ ...range, keepDays: 0 }, "keepDays"],
    [{ ...range, project: 2 }, undefined],
  ])("is refused for %j", async (body, field) => {
    const error = await errorOf(await order(body));
    expect(error).toMatchObject({ type: "invalid-params", ...(field !== undefined && { field }) });
    expect(await namesIn(env.ARCHIVE)).toEqual([]);
  });

  it("is not for viewers to ask, nor of others to be seen", async () => {
    expect(await errorOf(await order(range, viewer))).toMatchObject({ type: "forbidden" });
    const restore = await (await order(range)).json<ArchiveRestore>();
    await env.ARCHIVE.put(restoreName({ ...restore, projectId: world.rival.id }), JSON.stringify(restore));
    await env.ARCHIVE.delete(restoreName(restore));
    expect(await errorOf(await get(`/restores/${restore.id}`))).toMatchObject({ type: "not-found" });
    expect(await (await get("/restores")).json()).toEqual({ restores: [] });
  });
});

import { env } from "cloudflare:workers";
import { gunzipSync, gzipSync } from "node:zlib";
import { type DeadLetter, deadLetterRowsName, unpackMessage } from "@perigee/schema";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { bury, emptyBuckets, namesIn } from "../../test/letters.ts";
import { addMember, openWorld } from "../../test/world.ts";

let world: Awaited<ReturnType<typeof openWorld>>;
let viewer: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  viewer = await addMember("viewer");
});
beforeEach(emptyBuckets);

const path = "/v1/projects/shop/dead-letters";
const get = (suffix = "", headers = world.session) => ask(`${path}${suffix}`, { headers });
const post = (suffix: string, body: unknown = {}, headers = world.session) =>
  ask(`${path}${suffix}`, { headers, method: "POST", body });
const remove = (id: string, headers = world.session) => ask(`${path}/${id}`, { headers, method: "DELETE" });

type Page = { letters: DeadLetter[]; cursor: string | null };
const page = async (suffix = "") => (await get(suffix)).json<Page>();

const at = (day: string) => Date.parse(`2026-11-${day}T12:00:00Z`);

describe("dead letters", () => {
  it("are listed, those of the newest day first, and none of another project", async () => {
    const [a, b, c] = [
      await bury(world.shop.id, { receivedAt: at("20") }),
      await bury(world.shop.id, { receivedAt: at("22") }),
      await bury(world.shop.id, { receivedAt: at("21") }),
    ];
    await bury(world.rival.id);
    expect(await page()).toEqual({ letters: [b, c, a], cursor: null });
  });

  it("are listed page by page, each once", async () => {
    for (const day of ["20", "21", "22"])
      for (let count = 0; count < 5; count++) await bury(world.shop.id, { receivedAt: at(day) });
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { letters, cursor: next }: Page = await page(
        `?limit=4${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...letters.map(({ id }) => id));
      cursor = next;
    }
    expect(seen).toHaveLength(15);
    expect(new Set(seen).size).toBe(15);
  });

  it("are filtered by day and reason", async () => {
    const refused = await bury(world.shop.id, { receivedAt: at("20") });
    const exhausted = await bury(world.shop.id, { receivedAt: at("21"), reason: "retries-exhausted" });
    expect((await page("?day=2026-11-20")).letters).toEqual([refused]);
    expect((await page("?reason=retries-exhausted")).letters).toEqual([exhausted]);
    expect((await page("?day=2026-11-20&reason=retries-exhausted")).letters).toEqual([]);
  });

  it.each(["?day=../x", "?reason=bored", "?cursor=../../2/2026-11-22/x", "?limit=0"])("refuse %s", async (query) => {
    expect(await errorOf(await get(query))).toMatchObject({ type: "invalid-params" });
  });

  it("show their first rows as they are, and no more of them", async () => {
    const lines = ["no json at all", ...Array.from({ length: 20 }, (_, row) => `{"row":${row}}`)];
    const letter = await bury(world.shop.id, { lines });
    expect(await (await get(`/${letter.id}`)).json()).toEqual({
      letter,
      segments: [
        {
          table: "events",
          rows: 21,
          bytes: letter.segments[0]?.bytes,
          lines: lines.slice(0, 10),
          isCut: true,
          problem: null,
        },
      ],
    });
  });

  const member = gzipSync("row\n".repeat(131_072));
  const members = new Uint8Array(Buffer.concat([member, member, member]));

  it.each([
    ["a huge line", { lines: ["x".repeat(5_000_000)] }, { isCut: true, problem: null }],
    ["several gzip members", { gzip: members }, { lines: Array(10).fill("row"), isCut: true, problem: null }],
    ["what is no gzip", { gzip: new Uint8Array([1, 2, 3]) }, { lines: [], problem: "The rows are not whole gzip." }],
  ])("show %s safely", async (_, given, shown) => {
    const letter = await bury(world.shop.id, given);
    const answer = await get(`/${letter.id}`);
    const text = await answer.text();
    expect(text.length).toBeLessThan(100_000);
    expect(JSON.parse(text).segments[0]).toMatchObject(shown);
  });
});

describe("replay", () => {
  it("lays the message into the spool and takes the letter away", async () => {
    const letter = await bury(world.shop.id, { lines: ['{"a":1}', '{"a":2}'] });
    expect(await (await post(`/${letter.id}/replay`)).json()).toEqual(letter);
    expect(await namesIn(env.DEAD_LETTERS)).toEqual([]);
    const [name = ""] = await namesIn(env.SPOOL_BUCKET);
    const spooled = await env.SPOOL_BUCKET.get(name);
    expect(name.startsWith("spool/")).toBe(true);
    expect(spooled?.customMetadata).toEqual({
      projectId: String(world.shop.id),
      receivedAt: String(letter.receivedAt),
    });
    const message = unpackMessage(new Uint8Array((await spooled?.arrayBuffer()) ?? []));
    expect(message).toMatchObject({ id: letter.id, projectId: world.shop.id, archive: false });
    expect(message?.segments.map(({ gzip }) => gunzipSync(gzip).toString())).toEqual(['{"a":1}\n{"a":2}\n']);
  });

  it("done twice is done once, also where the letter was left behind", async () => {
    const letter = await bury(world.shop.id);
    const { key = "" } = letter.segments[0] ?? {};
    const [rows, json] = await Promise.all([
      (await env.DEAD_LETTERS.get(key))?.arrayBuffer(),
      (await env.DEAD_LETTERS.get(key.replace(".events.jsonl.gz", ".json")))?.text(),
    ]);
    await post(`/${letter.id}/replay`);
    expect(await errorOf(await post(`/${letter.id}/replay`))).toMatchObject({ type: "not-found" });
    await env.DEAD_LETTERS.put(key, rows ?? "");
    await env.DEAD_LETTERS.put(key.replace(".events.jsonl.gz", ".json"), json ?? "");
    expect((await post(`/${letter.id}/replay`)).status).toBe(200);
    expect(await namesIn(env.SPOOL_BUCKET)).toHaveLength(1);
    expect(await namesIn(env.DEAD_LETTERS)).toEqual([]);
  });

  it("refuses a letter whose rows are gone, and keeps it", async () => {
    const letter = await bury(world.shop.id);
    await env.DEAD_LETTERS.delete(deadLetterRowsName(letter, "events"));
    expect(await errorOf(await post(`/${letter.id}/replay`))).toMatchObject({ type: "conflict" });
    expect(await namesIn(env.SPOOL_BUCKET)).toEqual([]);
    expect(await namesIn(env.DEAD_LETTERS)).toHaveLength(1);
  });

  it("of all goes on with a cursor, tells what failed, and leaves others alone", async () => {
    for (let count = 0; count < 60; count++) await bury(world.shop.id);
    const broken = await bury(world.shop.id, { receivedAt: at("20") });
    await env.DEAD_LETTERS.delete(deadLetterRowsName(broken, "events"));
    const kept = await bury(world.shop.id, { reason: "retries-exhausted" });
    const theirs = await bury(world.rival.id);
    const first = await (await post("/replay", { reason: "refused" })).json<{ replayed: number; cursor: string }>();
    expect(first).toMatchObject({ replayed: 50, cursor: expect.any(String) });
    const second = await post("/replay", { reason: "refused", cursor: first.cursor });
    expect(await second.json()).toMatchObject({ replayed: 10, failed: [{ id: broken.id }], cursor: null });
    expect(await namesIn(env.SPOOL_BUCKET)).toHaveLength(60);
    const left = (await namesIn(env.DEAD_LETTERS)).join(" ");
    for (const { id } of [broken, kept, theirs]) expect(left).toContain(id);
  });
});

describe("discard", () => {
  it("takes letter and rows away", async () => {
    const letter = await bury(world.shop.id);
    expect(await (await remove(letter.id)).json()).toEqual(letter);
    expect(await namesIn(env.DEAD_LETTERS)).toEqual([]);
    expect(await namesIn(env.SPOOL_BUCKET)).toEqual([]);
    expect(await errorOf(await remove(letter.id))).toMatchObject({ type: "not-found" });
  });
});

describe("who may", () => {
  it("viewers see letters and settle none", async () => {
    const { id } = await bury(world.shop.id);
    expect((await get("", viewer)).status).toBe(200);
    expect((await get(`/${id}`, viewer)).status).toBe(200);
    for (const answer of [
      await post(`/${id}/replay`, {}, viewer),
      await post("/replay", {}, viewer),
      await remove(id, viewer),
    ])
      expect(await errorOf(answer)).toMatchObject({ type: "forbidden" });
    expect(await namesIn(env.DEAD_LETTERS)).toHaveLength(2);
  });

  it("letters of another project are not there", async () => {
    const { id } = await bury(world.rival.id);
    for (const answer of [await get(`/${id}`), await post(`/${id}/replay`), await remove(id)])
      expect(await errorOf(answer)).toMatchObject({ type: "not-found" });
    expect(await errorOf(await ask("/v1/projects/rival/dead-letters", { headers: world.session }))).toMatchObject({
      type: "forbidden",
    });
    expect(await namesIn(env.DEAD_LETTERS)).toHaveLength(2);
  });
});

describe("the pipeline", () => {
  const pipeline = async () => (await ask("/v1/projects/shop/pipeline", { headers: viewer })).json();

  it("is empty", async () => {
    expect(await pipeline()).toEqual({
      spool: { messages: 0, bytes: 0, oldestReceivedAt: null, hasMore: false },
      deadLetters: { byReason: { refused: 0, "retries-exhausted": 0 }, hasMore: false },
    });
  });

  it("tells what waits and what could not be stored, of its project alone", async () => {
    await bury(world.shop.id, { receivedAt: at("20") });
    await bury(world.shop.id, { reason: "retries-exhausted" });
    const { id } = await bury(world.shop.id, { receivedAt: at("21") });
    await post(`/${id}/replay`);
    await bury(world.rival.id);
    await env.SPOOL_BUCKET.put(`spool/2026-11-20/${world.rival.id}/x`, "x");
    await env.SPOOL_BUCKET.put(`spool/2026-11-20/${world.shop.id}/y`, "12345", {
      customMetadata: { receivedAt: "17" },
    });
    expect(await pipeline()).toMatchObject({
      spool: { messages: 2, oldestReceivedAt: 17, hasMore: false },
      deadLetters: { byReason: { refused: 1, "retries-exhausted": 1 } },
    });
  });
});

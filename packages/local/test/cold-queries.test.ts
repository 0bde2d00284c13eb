import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type ColdAnswer, type ColdQueryName, connectionFromUrl, runColdQuery } from "@perigee/clickhouse";
import { archiveName, type IngestTable, toDateTime64 } from "@perigee/schema";
import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openArchiveDoor } from "../src/archive-door/door.ts";
import { type ClickHouseServer, startClickHouseServer } from "../src/clickhouse-server/index.ts";
import { emptyBucket } from "./bucket.ts";

/** Cold queries as they run in production: ClickHouse reads the archive's bucket by s3(). */

const key = { keyId: "reader", secret: "a secret of this test" };
const at = (time: string) => Date.parse(`2026-11-${time}Z`);

let dataDir: string;
let workers: Miniflare;
let clickhouse: ClickHouseServer;
let door: Awaited<ReturnType<typeof openArchiveDoor>>;

type Line = { receivedAt: number; event?: string; weight?: number; id?: string };

const gzipLine = ({ receivedAt, event = "pageview", weight, id = crypto.randomUUID() }: Line) =>
  gzipSync(
    `${JSON.stringify({ event_id: id, received_at: toDateTime64(receivedAt), event, weight, props: { a: "b" } })}\n`,
  );

/** A file of one gzip member a line, as the consumer joins them. */
async function archive(projectId: number, lines: Line[], table: IngestTable = "events"): Promise<void> {
  const { receivedAt = 0 } = lines[0] ?? {};
  const name = archiveName({ projectId, table, receivedAt, messageId: crypto.randomUUID(), hash: "0a0b0c0d" });
  await (await workers.getR2Bucket("ARCHIVE")).put(name, Buffer.concat(lines.map(gzipLine)));
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perigee-cold-"));
  workers = emptyBucket();
  [clickhouse, door] = await Promise.all([
    startClickHouseServer({ dataDir }),
    openArchiveDoor({ bucket: () => workers.getR2Bucket("ARCHIVE"), key }),
  ]);
  const twice = { receivedAt: at("20T10:20"), event: "buy", id: crypto.randomUUID() };
  await archive(1, [{ receivedAt: at("20T10:10") }, { receivedAt: at("20T10:20"), weight: 9 }, twice]);
  await archive(1, [twice]);
  await archive(1, [{ receivedAt: at("20T11:00") }, { receivedAt: at("20T11:59") }]);
  await archive(1, [{ receivedAt: at("22T00:30"), event: "late" }]);
  await archive(1, [{ receivedAt: at("20T10:30"), event: "an error" }], "errors");
  await archive(11, [{ receivedAt: at("20T10:10"), event: "theirs" }]);
}, 60_000);

afterAll(async () => {
  await door.stop();
  await clickhouse.stop();
  await workers.dispose();
  await rm(dataDir, { recursive: true, force: true });
});

const run = (name: ColdQueryName, params: object, store = { url: door.url, ...key }) =>
  runColdQuery(connectionFromUrl(clickhouse.url), store, { name, projectId: 1, params });

async function ask(name: ColdQueryName, params: object): Promise<ColdAnswer> {
  const answer = await run(name, params);
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

describe("archived-events", () => {
  it("counts by hour and name, each id once, by weight, of one project, over days", async () => {
    const { rows, bytesRead, rowsRead } = await ask("archived-events", { from: at("20T00:00"), to: at("23T00:00") });
    expect(rows).toEqual([
      { time: at("20T10:00"), event: "pageview", events: 10 },
      { time: at("20T10:00"), event: "buy", events: 1 },
      { time: at("20T11:00"), event: "pageview", events: 2 },
      { time: at("22T00:00"), event: "late", events: 1 },
    ]);
    expect(rowsRead).toBe(7);
    expect(bytesRead).toBeGreaterThan(0);
  });

  it("keeps to the millisecond of its range, and to its limit", async () => {
    const { rows } = await ask("archived-events", { from: at("20T10:20"), to: at("20T11:00") });
    expect(rows).toEqual([
      { time: at("20T10:00"), event: "pageview", events: 9 },
      { time: at("20T10:00"), event: "buy", events: 1 },
    ]);
    expect((await ask("archived-events", { from: "2026-11-20", to: "2026-11-23", limit: "1" })).rows).toHaveLength(1);
  });

  it("finds nothing where nothing is", async () => {
    expect((await ask("archived-events", { from: at("01T00:00"), to: at("02T00:00") })).rows).toEqual([]);
  });
});

describe("archived-rows", () => {
  it("gives rows as they lie there, of the table that was asked for", async () => {
    const range = { from: at("20T10:00"), to: at("20T11:00") };
    expect((await ask("archived-rows", { ...range, table: "errors" })).rows).toEqual([
      {
        row: expect.objectContaining({ event: "an error", received_at: "2026-11-20 10:30:00.000", props: { a: "b" } }),
      },
    ]);
    expect((await ask("archived-rows", range)).rows).toHaveLength(4);
    expect((await ask("archived-rows", { ...range, limit: 2 })).rows).toHaveLength(2);
  });
});

describe("refused", () => {
  it.each([
    [{ from: at("20T10:00"), to: at("20T10:00") }, "to"],
    [{ from: at("01T00:00"), to: at("01T00:00") + 32 * 86_400_000 }, "to"],
    [{ from: "{a,b}", to: at("20T10:00") }, "from"],
    [{ from: at("20T10:00"), to: at("20T11:00"), project: 11 }, "project"],
    [{ from: at("20T10:00"), to: at("20T11:00"), limit: 10_000 }, "limit"],
  ])("%j", async (params, field) => {
    expect(await run("archived-events", params)).toMatchObject({ failure: { type: "invalid-params", field } });
  });

  it.each([
    ["a wrong key", { url: "", ...key, secret: "wrong secret" }],
    ["a store that is away", { url: "http://127.0.0.1:9/archive", ...key }],
  ])("%s, and neither address nor key is told", async (_, store) => {
    const answer = await run(
      "archived-events",
      { from: at("20T10:00"), to: at("20T11:00") },
      { ...store, url: store.url || door.url },
    );
    expect(answer.ok).toBe(false);
    expect(JSON.stringify(answer)).not.toMatch(/secret|reader|127\.0\.0\.1/);
  });
});

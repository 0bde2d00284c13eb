import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyBucket } from "../../test/bucket.ts";
import { type ClickHouseServer, startClickHouseServer } from "../clickhouse-server/index.ts";
import { openArchiveDoor } from "./door.ts";

const key = { keyId: "reader", secret: "a secret of this test" };
/** More than ClickHouse asks for at once. */
const files = 25;
const pageSize = "10";

let dataDir: string;
let workers: Miniflare;
let clickhouse: ClickHouseServer;
let door: Awaited<ReturnType<typeof openArchiveDoor>>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perigee-door-"));
  workers = emptyBucket();
  clickhouse = await startClickHouseServer({ dataDir });
  door = await openArchiveDoor({ bucket: () => workers.getR2Bucket("ARCHIVE"), key });
  const bucket = await workers.getR2Bucket("ARCHIVE");
  const member = (n: number) => gzipSync(`{"n":${n}}\n`);
  await bucket.put("archive/1/a & <b>.jsonl.gz", Buffer.concat([member(1), member(2), member(3)]));
  for (let n = 0; n < files; n++) await bucket.put(`many/${n}.jsonl.gz`, member(1));
}, 60_000);

afterAll(async () => {
  await door.stop();
  await clickhouse.stop();
  await workers.dispose();
  await rm(dataDir, { recursive: true, force: true });
});

async function sum(path: string, { keyId, secret } = key): Promise<string> {
  const query = `SELECT sum(n), count() FROM s3({url:String}, {key:String}, {secret:String}, 'JSONEachRow', 'n UInt32', 'gzip')`;
  const address = new URL(clickhouse.url);
  const values = {
    query,
    readonly: "2",
    s3_retry_attempts: "1",
    s3_list_object_keys_size: pageSize,
    param_url: `${door.url}/${path}`,
    param_key: keyId,
    param_secret: secret,
  };
  const answer = await fetch(`${address.origin}/?${new URLSearchParams(values)}`, {
    headers: { "x-clickhouse-user": "default", "x-clickhouse-key": clickhouse.password },
  });
  return (await answer.text()).trim();
}

describe("ClickHouse reads through the door", () => {
  it("a file of joined gzip members, whatever its name", async () => {
    expect(await sum("archive/1/*.jsonl.gz")).toBe("6\t3");
  });

  it("more files than a page of names holds", async () => {
    expect(await sum("many/*.jsonl.gz")).toBe(`${files}\t${files}`);
  });

  it("nothing where there is nothing", async () => expect(await sum("none/*.jsonl.gz")).toBe("0\t0"));

  it.each([
    ["another key", { ...key, keyId: "other" }],
    ["another secret", { ...key, secret: "other" }],
  ])("not with %s, and no secret is told", async (_, other) => {
    const answer = await sum("archive/1/*.jsonl.gz", other);
    expect(answer).toMatch(/^Code: \d+\. DB::Exception/);
    expect(answer).not.toContain(key.secret);
  });
});

it.each(["GET", "HEAD", "PUT", "DELETE"])("an unsigned %s is refused", async (method) => {
  expect((await fetch(`${door.url}/many/1.jsonl.gz`, { method })).status).toBe(403);
});

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownDatabase } from "../test/database.ts";

const run = promisify(execFile);
const cli = fileURLToPath(new URL("./cli.ts", import.meta.url));
const { url, user, password, database } = ownDatabase();
const clickhouseUrl = `${url.replace("//", `//${user}:${password}@`)}/?database=${database}`;

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perigee-data-"));
  const elsewhere = "http://127.0.0.1:1";
  await writeFile(
    join(dataDir, "local.json"),
    JSON.stringify({
      ingestUrl: elsewhere,
      apiUrl: elsewhere,
      dashboardUrl: elsewhere,
      demoUrl: elsewhere,
      clickhouseUrl,
      project: { id: 8, slug: "demo" },
      publicKey: "pk_x",
      secretKey: "sk_x",
      readKey: "rk_x",
      owner: { email: "owner@shop.example", password: "x" },
    }),
  );
});
afterAll(() => rm(dataDir, { recursive: true }));

const command = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, [cli, ...args], { env: { PATH: process.env["PATH"], ...env } });

it("migrates and seeds the local stack's database, found by its data directory", async () => {
  const up = await command(["migrate", "up", "--data-dir", dataDir]);
  expect(up.stdout).toContain("Applied 12.");
  const status = await command(["migrate", "status"], { CLICKHOUSE_URL: clickhouseUrl });
  expect(status.stdout).toMatch(/^0001 {2}events +\d{4}-/);
  const seeded = await command(["seed", "--data-dir", dataDir, "--events", "500", "--days", "2"]);
  expect(seeded.stdout).toMatch(/^Wrote \d+ rows into project 8/);
  const down = await command(["migrate", "down", "2", "--url", clickhouseUrl]);
  expect(down.stdout).toContain("Took back 2.");
});

it("tells how it is used", async () => {
  expect((await command(["--help"])).stdout).toContain("migrate");
  expect((await command(["seed", "--help"])).stdout).toContain("--events");
});

describe("refused with one clear line", () => {
  it.each([
    [["migrate", "up"], "local.json does not tell where ClickHouse is"],
    [["migrate", "up", "--url", "perigee"], "must look like http://"],
    [["migrate", "up", "--url", "http://127.0.0.1:1/"], "ClickHouse at http://127.0.0.1:1 does not answer"],
    [["migrate", "down", "all", "--url", "http://x/"], "must be a whole number"],
    [["migrate", "create", "Add Users"], "a-z, 0-9 and _"],
    [["seed", "--events", "many"], "must be a whole number"],
    [["seed", "--end", "tomorrow"], "must be a time"],
    [["sprout"], "unknown command"],
  ])("%j", async (args, message) => {
    const refusal: { code: number; stderr: string } = await command(args).then(
      () => ({ code: 0, stderr: "" }),
      (error) => error,
    );
    expect(refusal.code).toBe(1);
    expect(refusal.stderr).toContain(message);
    expect(refusal.stderr).not.toContain("    at ");
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startClickHouseServer } from "@perigee/local/clickhouse-server";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** With user and password, without a database: each test file makes its own. */
    clickhouseUrl: string;
  }
}

/** One chDB for all test files, or an outside ClickHouse by PERIGEE_TEST_CLICKHOUSE_URL. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env["PERIGEE_TEST_CLICKHOUSE_URL"];
  if (outside) {
    project.provide("clickhouseUrl", outside);
    return () => Promise.resolve();
  }
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-clickhouse-"));
  const server = await startClickHouseServer({ dataDir, port: 0 });
  project.provide("clickhouseUrl", server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

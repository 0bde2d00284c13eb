import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionFromUrl } from "@perigee/clickhouse";
import { migrateUp } from "@perigee/clickhouse/migrate";
import { startClickHouseServer } from "@perigee/local/clickhouse-server";
import type { TestProject } from "vitest/node";

/** A migrated ClickHouse for all tests of this project, on a port and in a folder of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-api-"));
  const server = await startClickHouseServer({ dataDir, port: 0 });
  const connection = { ...connectionFromUrl(server.url), database: "perigee" };
  await migrateUp(connection);
  project.provide("clickhouse", connection);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true });
  };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionFromUrl } from "@perigee/clickhouse";
import { migrateUp } from "@perigee/clickhouse/migrate";
import { startClickHouseServer } from "@perigee/local/clickhouse-server";
import type { TestProject } from "vitest/node";
import { startFaultProxy } from "./fault-proxy.ts";

declare module "vitest" {
  interface ProvidedContext {
    clickhouse: Record<"CLICKHOUSE_URL" | "CLICKHOUSE_USER" | "CLICKHOUSE_PASSWORD" | "CLICKHOUSE_DATABASE", string>;
    faultsUrl: string;
  }
}

/** A migrated ClickHouse for all tests of this project, and a way to it on which things go wrong. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-consumer-"));
  const server = await startClickHouseServer({ dataDir, port: 0 });
  const connection = { ...connectionFromUrl(server.url), database: "perigee" };
  await migrateUp(connection);
  const faults = await startFaultProxy(connection.url);
  project.provide("faultsUrl", faults.url);
  project.provide("clickhouse", {
    CLICKHOUSE_URL: connection.url,
    CLICKHOUSE_USER: connection.user,
    CLICKHOUSE_PASSWORD: connection.password,
    CLICKHOUSE_DATABASE: connection.database,
  });
  return async () => {
    await faults.stop();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

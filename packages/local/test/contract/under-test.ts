import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startClickHouseServer } from "../../src/clickhouse-server/index.ts";
import type { ContractClient, clients } from "./clients.ts";

/**
 * The server that the contract holds against: ours, started for the run, or any real ClickHouse by
 * `CLICKHOUSE_CONTRACT_URL=http://user:password@host:8123/`. Nothing in the contract may depend on which.
 */
export async function serverUnderTest(): Promise<{ url: string; stop: () => Promise<void> }> {
  const outside = process.env["CLICKHOUSE_CONTRACT_URL"];
  if (outside) return { url: outside, stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-contract-"));
  const server = await startClickHouseServer({ dataDir });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What each case gets: a client on a database of its own, made anew for each client and dropped at the end. */
export type Contract = {
  url: string;
  database: string;
  client: ContractClient;
  connect: (typeof clients)[number][1];
  /** Makes a table with a unique name and gives the name. */
  table(definition: string): Promise<string>;
};

export async function openContract(url: string, connect: Contract["connect"]): Promise<Contract> {
  const database = `contract_${randomBytes(6).toString("hex")}`;
  const admin = connect(url);
  await admin.command(`CREATE DATABASE ${database}`);
  await admin.close();
  const client = connect(url, { database });
  return {
    url,
    database,
    client,
    connect,
    async table(definition) {
      const name = `t_${randomBytes(6).toString("hex")}`;
      await client.command(`CREATE TABLE ${name} ${definition}`);
      return name;
    },
  };
}

export async function closeContract({ client, database }: Contract): Promise<void> {
  await client.command(`DROP DATABASE ${database}`);
  await client.close();
}

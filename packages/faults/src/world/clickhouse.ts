import { randomBytes } from "node:crypto";
import { type Connection, connectionFromUrl } from "@perigee/clickhouse";
import { migrateUp } from "@perigee/clickhouse/migrate";
import { type ClickHouseServer, startClickHouseServer } from "@perigee/local/clickhouse-server";
import type { FaultProxy } from "./fault-proxy.ts";

/** A chDB in a process of its own that can be killed and comes back with its data. The Workers reach it through a proxy. */
export type ClickHouse = {
  /** How the Workers reach it: by the proxy. */
  connection: Connection;
  /** `kill -9`; resolves when it is up again. */
  killAndRestart: () => Promise<void>;
  /** Leads the proxy to it. */
  lead: () => void;
  /** Asks it directly, past the proxy. One object a row. */
  query: (sql: string) => Promise<Record<string, unknown>[]>;
  stop: () => Promise<void>;
};

const database = "perigee";

type Options = { dataDir: string; proxy: FaultProxy; password?: string };

/** Starts it, migrates it and leads the proxy to it. */
export async function startClickHouse({ dataDir, proxy, password: given }: Options): Promise<ClickHouse> {
  const password = given ?? randomBytes(16).toString("hex");
  let server: ClickHouseServer;
  const lead = () => proxy.lead(`http://127.0.0.1:${server.port}`);
  const start = async () => {
    server = await startClickHouseServer({ dataDir, password, port: 0 });
    lead();
    return { ...connectionFromUrl(server.url), database };
  };
  await migrateUp(await start());
  const query = (sql: string) => ask({ port: server.port, password }, sql);
  await stopMerges(query);
  return {
    connection: { url: proxy.url, user: "default", password, database },
    killAndRestart: async () => {
      process.kill(server.pid, "SIGKILL");
      await server.stop();
      await start();
      await stopMerges(query);
    },
    lead,
    query,
    stop: () => server.stop(),
  };
}

/** A merge of a ReplacingMergeTree would hide the doubles that we look for. */
async function stopMerges(query: ClickHouse["query"]): Promise<void> {
  await query("SYSTEM STOP MERGES");
}

async function ask({ port, password }: { port: number; password: string }, sql: string) {
  const response = await fetch(`http://127.0.0.1:${port}/?database=${database}&default_format=JSONEachRow`, {
    method: "POST",
    headers: { "x-clickhouse-user": "default", "x-clickhouse-key": password },
    body: sql,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line): Record<string, unknown> => JSON.parse(line));
}

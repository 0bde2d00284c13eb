import { setTimeout as pause } from "node:timers/promises";
import { type Connection, select, sql } from "@perigee/clickhouse";
import { z } from "zod";

const minuteMs = 60_000;
const pollMs = 50;
const patienceMs = 60_000;

/** Calls `run` each minute, as Cloudflare does where wrangler.toml says so and Miniflare does not. */
export function everyMinute(run: () => void): { stop: () => void } {
  const timer = setInterval(run, minuteMs);
  return { stop: () => clearInterval(timer) };
}

const Inserts = z.array(z.object({ id: z.string() }));

/**
 * Waits until the INSERTs that run now are over. A consumer that was killed leaves its INSERT behind; only when that has ended can
 * ClickHouse say which messages it has, and the sweep asks that first. A ClickHouse that is away runs none.
 */
export async function untilInsertsEnd(connection: Connection): Promise<void> {
  const before = await runningInserts(connection);
  for (const deadline = Date.now() + patienceMs; before.size > 0 && Date.now() < deadline; await pause(pollMs)) {
    const now = await runningInserts(connection);
    if (![...before].some((id) => now.has(id))) return;
  }
}

async function runningInserts(connection: Connection): Promise<Set<string>> {
  const found = await select(connection, sql`SELECT query_id AS id FROM system.processes WHERE query_kind = 'Insert'`);
  return new Set(found.ok ? Inserts.parse(found.value).map(({ id }) => id) : []);
}

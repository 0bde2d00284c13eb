import { waitUntil } from "cloudflare:workers";
import { insert } from "@perigee/clickhouse";
import { Reporter } from "@perigee/self-metrics";
import { meter } from "./counters.ts";
import { type Env, readConfig } from "./env.ts";
import { logError } from "./log-error.ts";

const reporter = new Reporter(meter, "perigee-consumer");

/**
 * Writes what this isolate counted straight into ClickHouse, as it writes all else. It has no right to send to the queue, and with
 * one its reports would come back to it as work to report about. These inserts are not measured, for the same reason.
 */
export function reportIfDue(env: Env, now: number): void {
  if (reporter.isDue(now)) waitUntil(writeReport(env, now));
}

export async function writeReport(env: Env, now: number): Promise<void> {
  try {
    const connection = readConfig(env).connection;
    await reporter.report(now, async ({ id, segments }) => {
      const written = await Promise.all(
        segments.map(async ({ table, gzip }) => {
          const result = await insert(connection, { table, gzipMembers: [gzip], token: `${id}:${table}` });
          if (!result.ok) logError("own metrics were not taken", { table, result });
          return result.ok ? [table] : [];
        }),
      );
      return written.flat();
    });
  } catch (cause) {
    // Nothing is lost: the next report tells it.
    logError("own metrics could not be written", { cause: String(cause) });
  }
}

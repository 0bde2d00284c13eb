import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client-web";
import type { Connection } from "./connection.ts";

/** A client holds no connection of its own, only settings: making one for each use costs nothing and leaks nothing. */
export const createHttpClient = (connection: Connection, requestTimeoutMs: number): ClickHouseClient =>
  createClient({
    url: connection.url,
    username: connection.user,
    password: connection.password,
    database: connection.database,
    request_timeout: requestTimeoutMs,
    keep_alive: { enabled: false },
    // What goes wrong reaches the caller as an error; the log would only say it twice.
    log: { level: ClickHouseLogLevel.OFF },
  });

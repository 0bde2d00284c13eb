import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { ClickHouseException, readEngineException } from "./exception.ts";

/** chDB opened on one directory. Exactly one process can have it open, and one process can have only one open. */
export type Engine = {
  version: string;
  timezone: string;
  /**
   * Runs `work` on a connection of its own, which is closed afterwards. Settings, parameters, the current database and temporary tables
   * live on a connection, so nothing of one request can reach the next. Opening one costs 0.3 ms.
   */
  withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): void;
};

export type Connection = {
  /** Runs one statement off the event loop. `format` holds where the text names none. Rejects with the engine's exception. */
  query(sql: string, format?: string): Promise<{ bytes: Uint8Array; rows: number; seconds: number }>;
  /** Runs an INSERT. `rows` and `bytes` count what materialized views wrote, too, as in ClickHouse. */
  insert(sql: string): Promise<{ rows: number; bytes: number; seconds: number }>;
  /** How many statements the engine's own parser sees in a text; 0 when it cannot be parsed. */
  countStatements(sql: string): Promise<number>;
};

/** Another process has the directory open. */
export class DataDirectoryLocked extends Error {
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    super(`The data directory ${directory} is in use by another process. Stop it, or choose another directory.`, {
      cause,
    });
    this.name = "DataDirectoryLocked";
    this.directory = directory;
  }
}

/** An exception that the engine raised. */
export class EngineRejection extends Error {
  readonly code: number;

  constructor(exception: { code: number; text: string }, cause: unknown) {
    super(exception.text, { cause });
    this.name = "EngineRejection";
    this.code = exception.code;
  }
}

/**
 * The parts of chDB's native module that we call. Its public Session is not used for two reasons: `close()` waits until every operation
 * of the whole process has ended, so one long query would pile up all connections opened meanwhile; and it does not tell written rows.
 */
type Native = {
  CreateConnection(directory: string, settings: string[]): Handle;
  CloseConnection(handle: Handle): void;
  QueryAsyncConnection(handle: Handle, sql: string, format: string): Promise<NativeResult>;
  InsertRawAsyncConnection(handle: Handle, sql: string, data: Buffer, countLines: boolean): Promise<NativeWrite>;
  DurableClassifyAsync(handle: Handle, sql: string, database: string): Promise<{ statementCount: number }>;
};
type Handle = { readonly chdbConnection: unique symbol };
type NativeResult = { bytes: Uint8Array; rowsRead: number; elapsed: number };
type NativeWrite = { rowsWritten: number; bytesWritten: number; elapsed: number };

const connectionSettings = [
  // The embedded engine's defaults differ from a server's in these.
  "--implicit_select=0",
  "--allow_introspection_functions=0",
  "--async_insert=0",
  // Formatting whole blocks side by side gives nothing on few cores, delays the first byte and holds many blocks in memory.
  "--output_format_parallel_formatting=0",
];

const nothing = Buffer.alloc(0);

/** Opens chDB. Throws DataDirectoryLocked when another process has the directory. */
export async function openEngine(dataDir: string): Promise<Engine> {
  const native = loadNative();
  const directory = resolve(dataDir);
  // The engine closes when its last connection does: this one keeps it open.
  const keeper = connect(native, directory);
  const described = await native.QueryAsyncConnection(keeper, "SELECT version(), timezone()", "TSV");
  const [version = "", timezone = ""] = Buffer.from(described.bytes).toString().trim().split("\t");
  return {
    version,
    timezone,
    async withConnection(work) {
      const handle = connect(native, directory);
      try {
        return await work(connectionOn(native, handle, version));
      } finally {
        native.CloseConnection(handle);
      }
    },
    close: () => native.CloseConnection(keeper),
  };
}

function loadNative(): Native {
  const require = createRequire(import.meta.url);
  return require(join(dirname(require.resolve("chdb")), "dist/loader.js")).loadNative();
}

function connect(native: Native, directory: string): Handle {
  try {
    return native.CreateConnection(directory, connectionSettings);
  } catch (cause) {
    // The engine gives no reason, but its lock file lies there only while a server runs (or after one was killed).
    if (!existsSync(join(directory, "status"))) throw new Error(`chDB cannot open ${directory}`, { cause });
    throw new DataDirectoryLocked(directory, { cause });
  }
}

function connectionOn(native: Native, handle: Handle, version: string): Connection {
  const guard = <T>(running: Promise<T>): Promise<T> =>
    running.catch((error: unknown) => {
      throw new EngineRejection(readEngineException(String((error as Error).message), version), error);
    });
  return {
    async query(sql, format = "TabSeparated") {
      const result = await guard(native.QueryAsyncConnection(handle, sql, format));
      return { bytes: result.bytes, rows: result.rowsRead, seconds: result.elapsed };
    },
    async insert(sql) {
      const written = await guard(native.InsertRawAsyncConnection(handle, sql, nothing, false));
      return { rows: written.rowsWritten, bytes: written.bytesWritten, seconds: written.elapsed };
    },
    async countStatements(sql) {
      const { statementCount } = await guard(native.DurableClassifyAsync(handle, sql, "default"));
      return statementCount;
    },
  };
}

/**
 * Refuses a text that holds more than one statement. chDB would run them all, so that `SELECT 1; SET readonly=DEFAULT; DROP …` would
 * undo every limit of the request. The engine's own parser counts: ours must not be what stands between a caller and the data.
 */
export async function refuseSeveralStatements(connection: Connection, sql: string): Promise<void> {
  if (!sql.includes(";")) return;
  if ((await connection.countStatements(sql)) === 1) return;
  throw new ClickHouseException(
    "SYNTAX_ERROR",
    "Syntax error (Multi-statements are not allowed): the text does not parse as one statement.",
  );
}

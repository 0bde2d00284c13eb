import type { Connection, Engine } from "./engine.ts";
import { ClickHouseException } from "./exception.ts";
import { isWord, quoteString, tokens } from "./sql-tokens.ts";

/**
 * The queries that run now, by the ids that clients gave them. The engine makes ids of its own and takes none from us, so each query
 * carries ours in the setting log_comment, by which it is found in system.processes.
 */
export type RunningQueries = {
  /** Throws QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING, unless `replace` is set: then the earlier one is killed and waited for. */
  run<T>(query: { id: string; comment: string; replace: boolean }, work: () => Promise<T>): Promise<T>;
  /** Kills a query; has no effect when it has not begun or is over. */
  kill(comment: string): Promise<void>;
  /** Puts the engine's ids in the place of the clients' ids in a KILL QUERY. */
  translateKill(sql: string, connection: Connection): Promise<string>;
};

export function trackQueries(engine: Engine): RunningQueries {
  const running = new Map<string, { comment: string; ended: Promise<void> }>();

  async function run<T>(
    { id, comment, replace }: { id: string; comment: string; replace: boolean },
    work: () => Promise<T>,
  ) {
    for (let earlier = running.get(id); earlier; earlier = running.get(id)) {
      if (!replace)
        throw new ClickHouseException(
          "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING",
          `Query with id = ${id} is already running.`,
        );
      await kill(earlier.comment);
      await earlier.ended;
    }
    const ended = Promise.withResolvers<void>();
    running.set(id, { comment, ended: ended.promise });
    try {
      return await work();
    } finally {
      running.delete(id);
      ended.resolve();
    }
  }

  async function kill(comment: string): Promise<void> {
    await engine.withConnection((connection) =>
      connection.query(`KILL QUERY WHERE Settings['log_comment'] = ${quoteString(comment)} ASYNC FORMAT Null`),
    );
  }

  async function translateKill(sql: string, connection: Connection): Promise<string> {
    let translated = "";
    let copied = 0;
    for (const token of tokens(sql)) {
      const entry = token.kind === "string" ? running.get(token.text.slice(1, -1)) : undefined;
      if (!entry) continue;
      const where = `WHERE Settings['log_comment'] = ${quoteString(entry.comment)}`;
      const { bytes } = await connection.query(`SELECT query_id FROM system.processes ${where} LIMIT 1 FORMAT TSV`);
      const engineId = Buffer.from(bytes).toString().trim();
      translated += sql.slice(copied, token.start) + quoteString(engineId);
      copied = token.end;
    }
    return translated + sql.slice(copied);
  }

  return { run, kill, translateKill };
}

/** Whether a statement is KILL QUERY. */
export function isKill(sql: string): boolean {
  const words = tokens(sql);
  return isWord(words.next().value ?? undefined, "KILL") && isWord(words.next().value ?? undefined, "QUERY");
}

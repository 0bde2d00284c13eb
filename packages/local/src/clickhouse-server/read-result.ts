import { createReadStream } from "node:fs";
import type { Answer, Summary } from "./answer.ts";
import { type Connection, refuseSeveralStatements } from "./engine.ts";
import { openPipe, type Spool } from "./spool.ts";
import { quoteString } from "./sql-tokens.ts";
import type { Statement } from "./statement.ts";

/** Rows sent before the query has ended cannot be taken back, so up to this much is kept: a small result fails with its own status. */
const heldBackBytes = 256 << 10;

export type ReadRequest = {
  statement: Extract<Statement, { kind: "read" }>;
  defaultFormat: string;
  /** Where the result goes: a named pipe, read while the query runs. */
  pipe: string;
  answer: Answer;
};

/**
 * Runs a read and streams its rows. The engine writes them into a named pipe by INTO OUTFILE, on its own threads: chDB's queryStream
 * plans a query on the event loop and runs its scalar subqueries there (658 ms in a test where this way held it up for 13 ms).
 * The pipe also gives back-pressure: a slow client stops the query at 64 KiB.
 */
export async function streamRead(connection: Connection, request: ReadRequest): Promise<void> {
  const { pipe, answer } = request;
  const sql = await readInto(pipe, request, connection);
  const { reader, end } = openPipe(pipe);
  const query = connection.query(sql).finally(end);
  // Handled below, when all rows that came before an exception have been passed on.
  query.catch(() => {});
  const held = holdBack(request);
  // Never stops early: the engine would wait for a reader for ever. What a client that left does not take is thrown away.
  for await (const chunk of reader) await held.add(chunk);
  await held.finish(summaryOf(await query));
  await answer.end();
}

/** The same, but nothing is sent before the query has ended (wait_end_of_query): the result waits in a file. */
export async function spoolRead(connection: Connection, request: ReadRequest, spool: Spool): Promise<void> {
  const path = spool.newPath();
  try {
    const result = await connection.query(await readInto(path, request, connection));
    request.answer.begin(formatOf(request), summaryOf(result));
    for await (const chunk of createReadStream(path)) await request.answer.write(chunk);
    await request.answer.end();
  } finally {
    await spool.remove(path);
  }
}

async function readInto(path: string, request: ReadRequest, connection: Connection): Promise<string> {
  const { before, after } = request.statement;
  const sql = `${before}\nINTO OUTFILE ${quoteString(path)} TRUNCATE ${after || `FORMAT ${request.defaultFormat}`}`;
  await refuseSeveralStatements(connection, sql);
  return sql;
}

const formatOf = ({ statement, defaultFormat }: ReadRequest): string => statement.format ?? defaultFormat;

const summaryOf = ({ rows, seconds }: { rows: number; seconds: number }): Summary => ({
  result_rows: String(rows),
  elapsed_ns: String(Math.round(seconds * 1e9)),
});

/** Collects the first chunks, and passes everything on once there are too many of them or the query has ended. */
function holdBack(request: ReadRequest) {
  const { answer } = request;
  let held: Uint8Array[] = [];
  let bytes = 0;

  async function release(summary?: Summary): Promise<void> {
    answer.begin(formatOf(request), summary);
    for (const chunk of held) await answer.write(chunk);
    held = [];
  }

  return {
    async add(chunk: Uint8Array): Promise<void> {
      if (answer.begun) return await answer.write(chunk);
      held.push(chunk);
      bytes += chunk.length;
      if (bytes > heldBackBytes) await release();
    },
    async finish(summary: Summary): Promise<void> {
      if (!answer.begun) await release(summary);
    },
  };
}

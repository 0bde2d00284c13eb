import type { IncomingMessage, ServerResponse } from "node:http";
import { hostname } from "node:os";
import { type Answer, makeAnswer } from "./answer.ts";
import { authenticate } from "./credentials.ts";
import { type Connection, type Engine, EngineRejection, refuseSeveralStatements } from "./engine.ts";
import { ClickHouseException, httpStatus } from "./exception.ts";
import { isForm, readForm } from "./form-request.ts";
import { spoolRead, streamRead } from "./read-result.ts";
import { type ReceivedRequest, receive } from "./request-body.ts";
import { type RequestOptions, readOptions } from "./request-options.ts";
import { isKill, type RunningQueries } from "./running-queries.ts";
import type { Slots } from "./slots.ts";
import type { Spool } from "./spool.ts";
import { quoteName, quoteString } from "./sql-tokens.ts";

/** What all requests share. A slot is the right to run one query; it carries the named pipe of its result. */
export type ServerParts = {
  engine: Engine;
  spool: Spool;
  slots: Slots<{ pipe: string }>;
  running: RunningQueries;
  password: string;
  maxBodyBytes: number;
};

/** Answers one request to the query interface. Never rejects: everything that goes wrong becomes an exception in ClickHouse's form. */
export async function handleQuery(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost").searchParams;
  response.setHeader("X-ClickHouse-Server-Display-Name", hostname());
  let answer = makeAnswer(response, undefined);
  try {
    authenticate(request.headers, url, parts.password);
    const given = readOptions(request, url);
    answer = makeAnswer(response, given.answerEncodings);
    response.setHeader("X-ClickHouse-Query-Id", given.queryId);
    response.setHeader("X-ClickHouse-Timezone", parts.engine.timezone);
    const options = isForm(request) ? await readForm(request, given) : given;
    await execute(parts, { options, received: await receive(request, options), answer, response });
  } catch (error) {
    await answer.fail(describe(error, parts.engine.version));
  } finally {
    // What a refused request still sends must be read, or the connection cannot be used again.
    request.resume();
  }
}

function describe(error: unknown, version: string): { status: number; code: number; text: string } {
  if (error instanceof EngineRejection)
    return { status: httpStatus(error.code), code: error.code, text: error.message };
  if (error instanceof ClickHouseException)
    return { status: httpStatus(error.code), code: error.code, text: error.toText(version) };
  const text = error instanceof Error ? error.message : String(error);
  return { status: 500, code: 1001, text: `Code: 1001. DB::Exception: ${text} (STD_EXCEPTION) (version ${version})` };
}

type Job = { options: RequestOptions; received: ReceivedRequest; answer: Answer; response: ServerResponse };

async function execute(parts: ServerParts, job: Job): Promise<void> {
  const { options, received } = job;
  // A slow sender holds no slot: its body is complete before the query begins.
  const source = received.statement.kind === "insert" ? await spoolData(parts, received) : undefined;
  const comment = [options.settings.get("log_comment"), options.queryId].filter(Boolean).join(" ");
  const replace = options.settings.get("replace_running_query") === "1";
  try {
    await parts.running.run({ id: options.queryId, comment, replace }, () =>
      parts.slots.use(({ pipe }) => runUntilClosed(parts, { ...job, comment, pipe, source })),
    );
  } finally {
    if (source) await parts.spool.remove(source);
  }
}

async function spoolData(parts: ServerParts, { data }: ReceivedRequest): Promise<string> {
  const spooled = await parts.spool.write(data, parts.maxBodyBytes);
  if (spooled !== "too-large") return spooled.path;
  throw new ClickHouseException("QUERY_IS_TOO_LARGE", `The body is larger than ${parts.maxBodyBytes} bytes`);
}

type Run = Job & { comment: string; pipe: string; source: string | undefined };

/** Runs the query; kills it when the client goes away. */
async function runUntilClosed(parts: ServerParts, run: Run): Promise<void> {
  const { response, comment } = run;
  let over = false;
  const killWhileRunning = async () => {
    // A query that has not begun yet cannot be killed: ask again until it is over.
    for (; !over; await new Promise((resolve) => setTimeout(resolve, 100))) await parts.running.kill(comment);
  };
  const onClose = () => {
    if (response.writableFinished) return;
    // A KILL that fails changes nothing: the query then ends by itself.
    killWhileRunning().catch(() => {});
  };
  response.once("close", onClose);
  try {
    if (response.destroyed) return;
    await parts.engine.withConnection(async (connection) => {
      await prepare(connection, run.options, comment);
      await runStatement(parts, run, connection);
    });
  } finally {
    over = true;
    response.off("close", onClose);
  }
}

/** Puts settings, parameters and database on the request's connection. All values travel as string literals. */
async function prepare(
  connection: Connection,
  { settings, parameters, database }: RequestOptions,
  comment: string,
): Promise<void> {
  const assignments = [
    ...[...settings].filter(([name]) => name !== "log_comment"),
    ["log_comment", comment] as const,
    ...[...parameters].map(([name, value]) => [`param_${name}`, value] as const),
  ].map(([name, value]) => `${quoteName(name)} = ${quoteString(value)}`);
  // The database first: after readonly=1 nothing but reading is allowed.
  if (database !== undefined) await connection.query(`USE ${quoteName(database)}`);
  await connection.query(`SET ${assignments.join(", ")}`);
}

async function runStatement(parts: ServerParts, run: Run, connection: Connection): Promise<void> {
  const { statement } = run.received;
  switch (statement.kind) {
    case "read": {
      const request = { statement, defaultFormat: run.options.defaultFormat, pipe: run.pipe, answer: run.answer };
      if (run.options.waitForEnd) return await spoolRead(connection, request, parts.spool);
      return await streamRead(connection, request);
    }
    case "insert":
      return await runInsert(
        statement.withSource({ path: run.source ?? "", compression: run.received.compression }),
        run.answer,
        connection,
      );
    case "insert-select":
      return await runInsert(statement.sql, run.answer, connection);
    case "command": {
      await refuseSeveralStatements(connection, statement.sql);
      const sql = isKill(statement.sql) ? await parts.running.translateKill(statement.sql, connection) : statement.sql;
      const { bytes, rows, seconds } = await connection.query(sql, run.options.defaultFormat);
      run.answer.begin(undefined, { result_rows: String(rows), elapsed_ns: nanoseconds(seconds) });
      await run.answer.write(bytes);
      return await run.answer.end();
    }
  }
}

async function runInsert(sql: string, answer: Answer, connection: Connection): Promise<void> {
  await refuseSeveralStatements(connection, sql);
  const written = await connection.insert(sql);
  const [rows, bytes] = [String(written.rows), String(written.bytes)];
  answer.begin(undefined, {
    read_rows: rows,
    read_bytes: bytes,
    written_rows: rows,
    written_bytes: bytes,
    elapsed_ns: nanoseconds(written.seconds),
  });
  await answer.end();
}

const nanoseconds = (seconds: number): string => String(Math.round(seconds * 1e9));

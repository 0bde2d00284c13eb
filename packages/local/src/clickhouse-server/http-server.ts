import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Engine, openEngine } from "./engine.ts";
import { handleQuery, type ServerParts } from "./handle-request.ts";
import { trackQueries } from "./running-queries.ts";
import { makeSlots } from "./slots.ts";
import { openSpool, type Spool } from "./spool.ts";
import { markRunning, resetDeduplication, unmarkRunning } from "./unclean-stop.ts";

export const host = "127.0.0.1";

export type ServeOptions = {
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  password: string;
  /**
   * Queries that run at the same time; others wait in line. Each occupies a thread of libuv's pool while it runs, and stopping one and
   * writing request bodies need threads too: keep it at least 4 below UV_THREADPOOL_SIZE.
   */
  concurrency: number;
  maxBodyBytes: number;
  log: (line: string) => void;
};

/** Queries that are still running when the server stops have this long to end by themselves. */
const stopGraceMs = 3_000;

/**
 * Serves ClickHouse's HTTP interface over chDB in this process. Throws DataDirectoryLocked when another process has the directory, and
 * Node's own error when the port is taken.
 */
export async function serveClickHouse(options: ServeOptions): Promise<{ port: number; stop: () => Promise<void> }> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const engine = await openEngine(options.dataDir);
  const spool = await openSpool(options.dataDir);
  await repairAfterKill(engine, options);
  const pipes = await spool.makePipes(options.concurrency);
  const parts: ServerParts = {
    engine,
    spool,
    slots: makeSlots(pipes.map((pipe) => ({ pipe }))),
    running: trackQueries(engine),
    password: options.password,
    maxBodyBytes: options.maxBodyBytes,
  };
  const requests = new Set<Promise<void>>();
  const server = createServer({ maxHeaderSize: 1 << 20, keepAliveTimeout: 30_000 }, (request, response) => {
    const handled = route(parts, request, response).finally(() => requests.delete(handled));
    requests.add(handled);
  });
  // A large insert over a slow line is not an attack on a server that only this machine can reach.
  server.requestTimeout = 0;
  try {
    await listen(server, options.port);
  } catch (error) {
    await release(engine, spool, options.dataDir);
    throw error;
  }
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      await closeServer(server, requests);
      await release(engine, spool, options.dataDir);
    },
  };
}

async function repairAfterKill(engine: Engine, { dataDir, log }: ServeOptions): Promise<void> {
  if (!(await markRunning(dataDir))) return;
  const tables = await resetDeduplication(engine);
  log(`The last server was killed: reset the deduplication logs of ${tables} tables.`);
}

async function route(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0];
  const asksNothing = request.method === "GET" && !request.url?.includes("query=");
  if (path === "/ping" || path === "/replicas_status" || (path === "/" && asksNothing)) {
    response.setHeader("Content-Type", "text/plain; charset=UTF-8");
    response.end("Ok.\n");
    return;
  }
  if (path !== "/") {
    response.statusCode = 404;
    response.end(`There is no handle ${path}. Use / or /ping, and /?query=… for queries.\n`);
    return;
  }
  await handleQuery(parts, request, response);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

async function closeServer(server: Server, requests: Set<Promise<void>>): Promise<void> {
  server.close();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), stopGraceMs);
  await Promise.allSettled(requests);
  clearTimeout(force);
  server.closeAllConnections();
}

async function release(engine: Engine, spool: Spool, dataDir: string): Promise<void> {
  engine.close();
  await spool.close();
  await unmarkRunning(dataDir);
}

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const script: { code: string; integrity: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../dist/script.json"), "utf8"),
);

type Served = { head: string; policy?: string };

/**
 * A site whose one page a test writes, and the script as ingest serves it: at another origin, readable by any. The script waits while it is
 * held, as behind a slow line.
 */
export async function startTagHost() {
  let page: Served = { head: "" };
  let held: Promise<void> | undefined;

  const server = createServer(async (request, response) => {
    if (request.url?.startsWith("/s/")) {
      await held;
      response.writeHead(200, { "content-type": "text/javascript", "access-control-allow-origin": "*" });
      return response.end(script.code);
    }
    const { head, policy } = page;
    response.writeHead(200, { "content-type": "text/html", ...(policy && { "content-security-policy": policy }) });
    return response.end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">${head}</head><body><h1>Page</h1></body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;

  return {
    pageUrl: `http://localhost:${port}/page`,
    scriptOrigin: `http://127.0.0.1:${port}`,
    integrity: script.integrity,
    serve(next: Served) {
      page = next;
    },
    /** Holds the script back until the returned function is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type TagHost = Awaited<ReturnType<typeof startTagHost>>;

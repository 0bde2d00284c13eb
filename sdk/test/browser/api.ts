import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/**
 * Answers what the pages ask for: `/api/echo` with the request's method, headers and body, `/api/<status>` with that status, `/api/redirect`
 * with the way to echo, and any other address with a picture. `?ms=` makes each of them slow.
 */
export async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://api");
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  await pause(Number(searchParams.get("ms")));
  const path = pathname.replace("/api/", "");
  if (path === "redirect") response.writeHead(302, { location: "/api/echo" }).end();
  else if (/^\d+$/.test(path)) response.writeHead(Number(path)).end();
  else if (path === "echo") {
    const { method, headers } = request;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, headers, body: `${Buffer.concat(parts)}` }));
  } else {
    response.setHeader("content-type", "image/svg+xml");
    response.end('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
  }
}

/** The same on an origin of its own, open to every page by CORS but for headers, which it must be told to allow. */
export async function startApi() {
  const seen: { method: string; traceparent: string | undefined }[] = [];
  const allowed: string[] = [];
  const server = createServer((request, response) => {
    const traceparent = request.headers["traceparent"];
    seen.push({ method: `${request.method}`, traceparent: traceparent && `${traceparent}` });
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", allowed.join());
    if (request.method === "OPTIONS") response.writeHead(204).end();
    else void answerApi(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every request in order, preflights among them. */
    seen,
    allow: (...headers: string[]) => void allowed.push(...headers),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

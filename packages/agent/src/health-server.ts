import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Series } from "./counters.ts";
import { http } from "./node-http.ts";

export type Health = { isHealthy: boolean; [detail: string]: unknown };

type Sources = { health: () => Health; series: () => Series[] };

export type HealthServer = { port: number; close: () => Promise<void> };

/** `GET /health` (200, or 503 while something does not work) and `GET /metrics` in Prometheus' text format. */
export async function startHealthServer(at: { host: string; port: number }, sources: Sources): Promise<HealthServer> {
  const server = http.createServer((request, response) => {
    if (request.method !== "GET") return answer(response, 405, "Only GET is answered here.\n");
    if (request.url === "/health") {
      const { isHealthy, ...details } = sources.health();
      return answer(
        response,
        isHealthy ? 200 : 503,
        `${JSON.stringify({ status: isHealthy ? "ok" : "failing", ...details })}\n`,
      );
    }
    if (request.url === "/metrics") return answer(response, 200, formatSeries(sources.series()));
    return answer(response, 404, "There are /health and /metrics.\n");
  });
  await listen(server, at);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  const type = text.startsWith("{") ? "application/json" : "text/plain; version=0.0.4; charset=utf-8";
  response.writeHead(status, { "content-type": type }).end(text);
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      // The agent ends when its work does.
      server.unref();
      resolve();
    });
  });
}

/** Prometheus' text format 0.0.4: names with underscores, counters with `_total`. */
function formatSeries(series: readonly Series[]): string {
  const lines: string[] = [];
  let family = "";
  for (const { name, kind, attributes, value } of series.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const own = `${name.replaceAll(".", "_")}${kind === "sum" ? "_total" : ""}`;
    if (own !== family) lines.push(`# TYPE ${own} ${kind === "sum" ? "counter" : "gauge"}`);
    family = own;
    const labels = Object.entries(attributes).map(
      ([key, text]) => `${key.replaceAll(/[^a-zA-Z0-9_]/g, "_")}=${quote(text)}`,
    );
    lines.push(`${own}${labels.length > 0 ? `{${labels.join(",")}}` : ""} ${value}`);
  }
  return `${lines.join("\n")}\n`;
}

const quote = (text: string): string =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

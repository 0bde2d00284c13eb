import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { nativeHistogram, openMetrics } from "./scrape-targets.ts";

/** Records what clients of Loki and of Prometheus send. How to run it stands in loki-and-prometheus.md. */

type Recorded = { receivedAt: number; path: string; headers: Record<string, string>; body: string };

const versions = {
  pino: "10.4.0",
  "pino-loki": "3.0.0",
  winston: "3.19.0",
  "winston-loki": "6.1.7",
  "prometheus-remote-write": "0.5.1",
};

const keptHeaders = [
  "authorization",
  "content-encoding",
  "content-type",
  "user-agent",
  "x-prometheus-remote-write-version",
];
const password = "pk_0123456789abcdefghijklmnop";

const pinoLoki = (host: string) => `
import pino from "pino";
import { pinoLoki } from "pino-loki";
const stream = pinoLoki({
  host: "${host}", basicAuth: { username: "7", password: "${password}" },
  labels: { service_name: "checkout", env: "production" }, structuredMetaKey: "meta", batching: { interval: 1 },
});
const log = pino({ base: undefined, level: "trace" }, stream);
log.info({ order: 17 }, "paid");
log.error({ meta: { trace_id: "4bf92f3577b34da6a3ce929d0e0e4736", span_id: "00f067aa0ba902b7", shop: "north" } }, "no stock");
log.trace("Schön 😀");
stream.end();
`;

const winstonLoki = (host: string, options: string) => `
import winston from "winston";
import LokiTransport from "winston-loki";
const transport = new LokiTransport({
  host: "${host}", basicAuth: "7:${password}", labels: { job: "checkout", env: "production" }, interval: 1, ${options}
});
const log = winston.createLogger({ level: "silly", transports: [transport] });
log.info("paid", { order: 17 });
log.error("no stock", { labels: { shop: "north" }, trace_id: "4bf92f3577b34da6a3ce929d0e0e4736" });
log.verbose("Schön 😀");
await transport.flush();
setTimeout(() => process.exit(), 500);
`;

const remoteWrite = (host: string) => `
import { pushMetrics } from "prometheus-remote-write";
await pushMetrics({ checkout_orders_total: 17, checkout_load: 0.5 }, {
  url: "${host}/api/v1/write", auth: { username: "7", password: "${password}" },
  labels: { job: "shop/checkout", instance: "shop-1:80" }, fetch,
});
`;

const prometheusConfig = (address: string, own: string) => `
global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: prometheus
    static_configs: [{ targets: ["${own}"] }]
    metric_relabel_configs:
      - { source_labels: [__name__], regex: "prometheus_build_info|go_gc_duration_seconds.*", action: keep }
  - job_name: shop/checkout
    metrics_path: /openmetrics
    static_configs: [{ targets: ["${address}"] }]
  - job_name: native
    metrics_path: /native
    static_configs: [{ targets: ["${address}"] }]
remote_write:
  - url: http://${address}/api/v1/write
    basic_auth: { username: "7", password: "${password}" }
    send_exemplars: true
    send_native_histograms: true
    queue_config: { batch_send_deadline: 1s, max_shards: 1 }
    metadata_config: { send_interval: 2s }
    write_relabel_configs:
      - { source_labels: [__name__], regex: "scrape_.*", action: drop }
`;

const folder = mkdtempSync(join(tmpdir(), "perigee-record-"));
let recorded: Recorded[] = [];
let scrape = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "";
  if (path === "/openmetrics") {
    response.setHeader("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
    response.end(openMetrics(scrape++));
  } else if (path === "/native") {
    const type = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
    response.setHeader("content-type", type);
    response.end(nativeHistogram());
  } else {
    const headers = keptHeaders.map((name) => [name, request.headers[name]]).filter(([, value]) => value !== undefined);
    const body = (await buffer(request)).toString("base64");
    recorded.push({ receivedAt: Date.now(), path, headers: Object.fromEntries(headers), body });
    response.writeHead(204).end();
  }
}

async function record(name: string, run: () => ChildProcess, stopAfterMs?: number): Promise<void> {
  recorded = [];
  const running = run();
  if (stopAfterMs !== undefined) setTimeout(() => running.kill(), stopAfterMs);
  await once(running, "exit");
  writeFileSync(join(import.meta.dirname, "../fixtures", `${name}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
  process.stdout.write(`${name}: ${recorded.length} requests\n`);
}

function program(name: string, text: string): () => ChildProcess {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return () => spawn(process.execPath, [file], { stdio: "inherit" });
}

const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const host = `http://127.0.0.1:${port}`;
writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies: versions }));
execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, stdio: "inherit" });

await record("pino-loki", program("pino-loki", pinoLoki(host)));
await record("winston-loki-protobuf", program("winston-protobuf", winstonLoki(host, "")));
await record(
  "winston-loki-json",
  program("winston-json", winstonLoki(host, "json: true, useWinstonMetaAsLabels: false")),
);
await record("prometheus-remote-write", program("remote-write", remoteWrite(host)));
const own = `127.0.0.1:${port === 65_535 ? port - 1 : port + 1}`;
const configFile = join(folder, "prometheus.yml");
writeFileSync(configFile, prometheusConfig(`127.0.0.1:${port}`, own));
const flags = [
  `--config.file=${configFile}`,
  `--storage.tsdb.path=${join(folder, "tsdb")}`,
  `--web.listen-address=${own}`,
];
const features = "--enable-feature=exemplar-storage,native-histograms";
await record(
  "prometheus",
  () => spawn("prometheus", [...flags, features, "--log.level=warn"], { stdio: "inherit" }),
  7_000,
);

server.closeAllConnections();
server.close();
rmSync(folder, { recursive: true, force: true });

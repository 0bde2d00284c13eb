import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { metricsOf, runInput, until, valuesOf } from "../../../test/input-recorder.ts";
import { prometheusInput } from "./prometheus.ts";
import { PrometheusConfig } from "./prometheus-config.ts";

const recorded = await readFile(new URL("../../../test/data/prometheus/node-exporter-1.5.0.txt", import.meta.url));
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const plain = { type: "prometheus", service: "node" };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function endpoint(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    return closed;
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/metrics?token=secret`;
}

/** Scrapes until there are so many answers. */
async function scrapeOf(urls: string[], options: Record<string, unknown> = {}, answers = 1) {
  const config = PrometheusConfig.parse({ ...plain, endpoints: urls, ...options });
  // People may not scrape as often as this; a test that waits a second for each scrape would take too long.
  const run = runInput(prometheusInput({ ...config, ...(answers > 1 && { interval: 50 }) }));
  await until(() => expect(run.emitted.length).toBeGreaterThanOrEqual(answers));
  await run.stop();
  return run;
}

describe("an endpoint that answers", () => {
  it("is asked for both formats, and tells what node-exporter told, gzipped", async () => {
    const asked: Record<string, unknown>[] = [];
    const url = await endpoint(({ headers }, response) => {
      asked.push(headers);
      response.setHeader("content-encoding", "gzip").end(gzipSync(recorded));
    });
    const run = await scrapeOf([url], { attributes: { rack: "r1" } });
    const metrics = metricsOf(run.emitted);
    expect(asked[0]?.["accept"]).toContain("application/openmetrics-text");
    expect(valuesOf(metrics, "node_load1")).toEqual({ "": 12.63 });
    expect(valuesOf(metrics, "up")).toEqual({ "": 1 });
    expect(valuesOf(metrics, "scrape_samples_scraped")[""]).toBeGreaterThan(100);
    expect(valuesOf(metrics, "scrape_duration_seconds")[""]).toBeGreaterThan(0);
    const { hostname, port } = new URL(url);
    for (const { resource } of run.emitted[0]?.metrics ?? [])
      expect(Object.fromEntries(resource.attributes)).toEqual({
        rack: "r1",
        "service.name": "node",
        "service.instance.id": `${hostname}:${port}`,
        "server.address": hostname,
        "server.port": Number(port),
        "url.scheme": "http",
      });
    expect(run.logs).toEqual([]);
  });

  it("is shown headers from files, which are read anew each time", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "perigee-")), "token");
    await writeFile(file, "Bearer one\n");
    const seen: (string | undefined)[] = [];
    const url = await endpoint(({ headers }, response) => {
      seen.push(headers.authorization);
      void writeFile(file, "Bearer two\n").then(() => response.end("a 1\n"));
    });
    await scrapeOf([url], { headers: { authorization: { file } } }, 2);
    expect(seen.slice(0, 2)).toEqual(["Bearer one", "Bearer two"]);
  });

  it("is cut down to the metrics that are wanted", async () => {
    const url = await endpoint((_, response) => response.end(recorded));
    const run = await scrapeOf([url], { keep: ["node_load*", "go_*"], drop: ["node_load15", "go_gc_*"] });
    const names = metricsOf(run.emitted).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["node_load1", "node_load5", "go_info", "up"]));
    expect(names.filter((name) => /15|gc_duration|memory/.test(name))).toEqual([]);
  });

  it("keeps what could be read, and says once how much could not, without a word of it", async () => {
    const url = await endpoint((_, response) => response.end("a 1\npassword=hunter2\n# TYPE h histogram\nh_sum 1\n"));
    const run = await scrapeOf([url], {}, 2);
    expect(valuesOf(metricsOf(run.emitted), "a")).toEqual({ "": 1 });
    expect(run.logs).toHaveLength(2);
    expect(run.logs[0]?.fields).toMatchObject({ faultyLines: 1, firstFault: 2 });
    expect(JSON.stringify(run.logs)).not.toMatch(/hunter2|token=secret/);
    expect(run.counts.get("perigee.agent.input.errors")).toBeGreaterThanOrEqual(4);
  });
});

const faults: [string, string, RequestListener][] = [
  ["refuses", "status", (_, response) => response.writeHead(500).end("a 1\n")],
  ["points elsewhere", "status", (_, response) => response.writeHead(302, { location: "http://192.0.2.1/" }).end()],
  [
    "breaks off",
    "unreachable",
    (_, response) => response.writeHead(200, { "content-length": "100" }).write("a 1\n", () => response.destroy()),
  ],
  ["hangs", "timeout", () => undefined],
  [
    "leaves the end of OpenMetrics out",
    "cut-off",
    (_, response) => response.setHeader("content-type", openMetrics).end("a 1\n"),
  ],
  ["sends a page", "no-metrics", (_, response) => response.end("<html>\n<body>\n")],
  ["has too many samples", "too-many-samples", (_, response) => response.end("a 1\n".repeat(100_001))],
  ["sends too much", "too-large", (_, response) => response.end(Buffer.alloc(17 * 1024 * 1024, "# comment\n"))],
  [
    "packs too much",
    "too-large",
    (_, response) =>
      response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(17 * 1024 * 1024, "# comment\n"))),
  ],
];

describe("an endpoint that fails", () => {
  it.each(faults)("is down where it %s: %s", async (_, fault, answer) => {
    const run = await scrapeOf([await endpoint(answer)], { timeout: fault === "timeout" ? "100ms" : "10s" });
    expect(valuesOf(metricsOf(run.emitted), "up")).toEqual({ "": 0 });
    expect(metricsOf(run.emitted)).toHaveLength(3);
    expect(run.logs).toMatchObject([{ level: "warn", fields: { fault } }]);
    expect(JSON.stringify(run.logs)).not.toContain("secret");
  });

  it("is said to be down once, and that it works again", async () => {
    const statuses = [500, 503, 200, 200, 500];
    let asked = 0;
    const url = await endpoint((_, response) => response.writeHead(statuses[asked++] ?? 500).end("a 1\n"));
    const run = await scrapeOf([url], {}, statuses.length);
    expect(run.logs.map(({ level }) => level)).toEqual(["warn", "info", "warn"]);
    expect(run.counts.get("perigee.agent.input.errors")).toBe(run.emitted.length - 2);
  });

  it("does not keep others from being scraped", async () => {
    const hanging = await endpoint(() => undefined);
    const fine = await endpoint((_, response) => response.end("a 1\n"));
    const urls = [hanging, fine, "http://127.0.0.1:1/"];
    const run = runInput(prometheusInput(PrometheusConfig.parse({ ...plain, endpoints: urls, timeout: "200ms" })));
    await until(() => expect(run.emitted).toHaveLength(3));
    await run.stop();
    const states = run.emitted.map(({ metrics = [] }) => {
      const port = metrics[0]?.resource.attributes.get("server.port");
      return [String(port), valuesOf(metricsOf([{ metrics }]), "up")[""]];
    });
    const [hangingPort = "", finePort = ""] = [hanging, fine].map((url) => new URL(url).port);
    expect(Object.fromEntries(states)).toEqual({ [hangingPort]: 0, [finePort]: 1, "1": 0 });
  });
});

it("ends at once in the middle of a scrape, and does not call the endpoint down", async () => {
  let asked = false;
  const url = await endpoint(() => {
    asked = true;
  });
  const run = runInput(prometheusInput(PrometheusConfig.parse({ ...plain, endpoints: [url] })));
  await until(() => expect(asked).toBe(true));
  await run.stop();
  expect([run.emitted, run.logs]).toEqual([[], []]);
});

it.each([
  { endpoints: [] },
  { endpoints: ["ftp://host/"] },
  { timeout: "2m" },
  { keep: ["a b"] },
  { services: "typo" },
])("refuses the config %j", (options) => {
  const config = { ...plain, endpoints: ["http://127.0.0.1:9100/metrics"] };
  expect(PrometheusConfig.safeParse(config).success).toBe(true);
  expect(PrometheusConfig.safeParse({ ...config, ...options }).success).toBe(false);
});

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname, release, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { build } from "esbuild";
import { type Client, clients } from "./client-programs.ts";

/** Records what real clients send, as fixtures for the doors' tests. See README.md. */

const versions = {
  "@grafana/faro-web-sdk": "2.12.1",
  "@grafana/faro-web-tracing": "2.12.1",
  "@plausible-analytics/tracker": "0.4.6",
  "@sentry/browser": "11.12.0",
  "@sentry/node": "11.12.0",
};

const keptHeaders = [
  "accept-language",
  "content-encoding",
  "content-type",
  "origin",
  "user-agent",
  "x-api-key",
  "x-faro-session-id",
  "x-sentry-auth",
];

type Recorded = { path: string; headers: Record<string, string>; body: string };

const folder = mkdtempSync(join(tmpdir(), "perigee-record-"));
const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

async function record(client: Client): Promise<void> {
  const recorded: Recorded[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const bundle = client.runsIn === "chromium" ? await bundled(client) : "";
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    if (path === "/finished") finish();
    if (request.method === "POST" && !path.startsWith("/shop/")) recorded.push(await read(request));
    const type = path === "/client.js" ? "text/javascript" : "text/html";
    response.writeHead(path.startsWith("/collect") ? 202 : 200, { "content-type": type });
    response.end(path === "/client.js" ? bundle : page);
  }).listen(0);
  const { port } = server.address() as AddressInfo;
  const running = client.runsIn === "chromium" ? openPage(port) : runProgram(client, port);
  await Promise.race([finished, delay(30_000, undefined, { ref: false })]);
  running.kill();
  server.closeAllConnections();
  server.close();
  writeFixture(client.name, recorded, port);
}

const page = `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><script src="/client.js"></script></html>`;

async function bundled({ name, program }: Client): Promise<string> {
  const entry = join(folder, `${name}.js`);
  writeFileSync(entry, program);
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: "iife" });
  return outputFiles[0]?.text ?? "";
}

function openPage(port: number) {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
  const quiet = ["--disable-background-networking", "--disable-component-update"];
  const profile = `--user-data-dir=${join(folder, "profile")}`;
  return spawn(chromium, [...flags, ...quiet, profile, `http://localhost:${port}/cart?utm_source=news`], {
    stdio: "ignore",
  });
}

function runProgram({ name, program }: Client, port: number) {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, program);
  return spawn(process.execPath, [file, String(port)], { stdio: "inherit" });
}

async function read(request: IncomingMessage): Promise<Recorded> {
  const isGzip = request.headers["content-encoding"] === "gzip";
  const body = await text(isGzip ? request.pipe(createGunzip()) : request);
  const headers = keptHeaders.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  return { path: request.url ?? "", headers: Object.fromEntries(headers), body };
}

function writeFixture(name: string, recorded: Recorded[], port: number): void {
  const json = JSON.stringify(recorded, null, 2)
    .replaceAll(`localhost:${port}`, "localhost:8788")
    .replaceAll(folder, "/srv/shop")
    .replaceAll(hostname(), "shop-1")
    .replaceAll(release(), "6.12.0");
  writeFileSync(join(import.meta.dirname, "../fixtures", `${name}.json`), `${json}\n`);
}

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies: versions }));
execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
for (const client of clients) await record(client);
rmSync(folder, { recursive: true, force: true });

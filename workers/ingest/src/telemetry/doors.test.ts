import { env, exports } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { type Door, doors } from "@perigee/doors";
import { fail, succeed } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { batchOf, makeKey, pageview, queued, rowsOf } from "../../test/batches.ts";
import { gaugeOf, logRecord, logsOf, serverKey, span, spansOf } from "../../test/telemetry.ts";
import { addressesOf, findAddress } from "./addresses.ts";
import { receiveRecords } from "./receive.ts";

/** A product of our own invention, whose body names what it has. */
const parrot: Door = {
  path: "/parrot/:key/says",
  keyOf: (headers) => headers.get("x-parrot") ?? undefined,
  read: ({ body }) => {
    const text = new TextDecoder().decode(body);
    if (text === "?") return fail("not-json", { message: "The parrot is silent." });
    const has = (word: string) => text.includes(word);
    return succeed({
      logs: has("log") ? logsOf([logRecord()]) : [],
      spans: has("span") ? spansOf([span()]) : [],
      metrics: has("metric") ? gaugeOf("squawks", [{}]) : [],
      batches: [...(has("good") ? [batchOf([pageview()])] : []), ...(has("bad") ? [batchOf([{ kind: "egg" }])] : [])],
      rejected: { count: has("noise") ? 1 : 0, message: has("noise") ? "noise: is no word" : "" },
    });
  },
  accept: ({ rejected }) => new Response(`${rejected.count} ${rejected.message}`, { status: 202 }),
};

type Sending = { key?: string; headers?: Record<string, string> };

function say(body: BodyInit, { key = "none", headers = {} }: Sending): Promise<Response> {
  const url = new URL(`https://ingest.example/parrot/${key}/says/`);
  const found = findAddress(url.pathname, addressesOf([parrot]));
  if (!found) throw new Error("there is no such door");
  const init = { method: "POST", headers: { origin: "https://shop.example", ...headers }, body };
  return receiveRecords(found, { request: new Request(url, init), env, url });
}

describe("a door of another product", () => {
  it("lets in logs, spans, metrics and browser events of one request, each into its table", async () => {
    const { apiKey, projectId } = await makeKey();
    const response = await say("log span metric good", { key: apiKey });
    expect([response.status, await response.text()]).toEqual([202, "0 "]);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const messages = await queued(projectId, 2);
    expect(messages.map(({ segments }) => segments.map(({ table }) => table)).sort()).toEqual([
      ["events"],
      ["otel_logs", "otel_traces", "otel_metrics_gauge"],
    ]);
    expect(rowsOf(messages, "events")).toMatchObject([{ event: "pageview", project_id: projectId }]);
  });

  it("undoes gzip, and leaves to the product what HTTP does not know", async () => {
    const { apiKey, projectId } = await serverKey();
    const gzip = { "content-encoding": "gzip" };
    const snappy = { "content-encoding": "snappy" };
    expect((await say(new Uint8Array(gzipSync("log")), { key: apiKey, headers: gzip })).status).toBe(202);
    expect((await say("span", { key: apiKey, headers: snappy })).status).toBe(202);
    const messages = await queued(projectId, 2);
    expect([rowsOf(messages, "otel_logs").length, rowsOf(messages, "otel_traces").length]).toEqual([1, 1]);
  });

  it("takes the key from where its clients put it", async () => {
    const { apiKey } = await serverKey();
    expect((await say("log", { headers: { "x-parrot": apiKey } })).status).toBe(202);
    expect((await say("log", { headers: { authorization: `Bearer ${apiKey}` } })).status).toBe(202);
    expect((await say("log", {})).status).toBe(401);
  });

  it("hears what was rejected of a request that was taken", async () => {
    const { apiKey } = await makeKey();
    const response = await say("log noise good bad", { key: apiKey });
    expect(await response.text()).toMatch(/^2 noise: is no word events\.0\.kind: /);
  });

  it.each([
    ["is not understood", "?", 400, "not-json"],
    ["holds nothing but a bad batch", "bad", 400, "invalid-batch"],
  ])("is answered as any refusal when the request %s", async (_name, body, ...[status, type]) => {
    const { apiKey } = await makeKey();
    const response = await say(body, { key: apiKey });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { type } });
  });

  it("is asked again when its events could not be stored", async () => {
    const { apiKey } = await makeKey();
    const url = new URL(`https://ingest.example/parrot/${apiKey}/says`);
    const found = findAddress(url.pathname, addressesOf([parrot]));
    const broken = { send: () => Promise.reject(new Error("Too Many Requests")) };
    const bucket = { put: () => Promise.reject(new Error("We encountered an internal error. (10001)")) };
    const request = new Request(url, { method: "POST", headers: { origin: "https://shop.example" }, body: "good" });
    const bindings = { ...env, EVENTS_0: broken, EVENTS_1: broken, SPOOL_BUCKET: bucket };
    const response = found && (await receiveRecords(found, { request, env: bindings as never, url }));
    expect([response?.status, response?.headers.get("retry-after")]).toEqual([503, "10"]);
  });
});

describe("addresses", () => {
  it.each(doors.map(({ path }) => path))("%s stands open for POST, and for pages that ask first", async (path) => {
    const address = `https://ingest.example${path.replace(/:\w+/, "1")}`;
    const preflight = await exports.default.fetch(new Request(address, { method: "OPTIONS" }));
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([204, "POST, OPTIONS"]);
    const allowed = preflight.headers.get("access-control-allow-headers")?.split(", ");
    // What Faro and Sentry send from pages, and what OpenTelemetry adds to their requests.
    const headers = ["content-type", "x-api-key", "x-faro-session-id", "x-sentry-auth", "sentry-trace", "baggage"];
    expect(allowed).toEqual(expect.arrayContaining(headers));
    expect((await exports.default.fetch(new Request(address))).status).toBe(405);
  });

  it.each(["/v1/logs", "/v1/traces/", "/sk_x/v1/metrics"])("%s lets a page ask before it sends", async (path) => {
    const preflight = await exports.default.fetch(new Request(`https://ingest.example${path}`, { method: "OPTIONS" }));
    expect(preflight.status).toBe(204);
    const allowed = preflight.headers.get("access-control-allow-headers")?.split(", ");
    expect(allowed).toEqual(expect.arrayContaining(["content-type", "content-encoding", "x-api-key", "traceparent"]));
  });

  it.each(["/v1/log", "//v1/logs", "/a/b/v1/logs", "/v1/logs/x"])("%s is nowhere", async (path) => {
    const response = await exports.default.fetch(new Request(`https://ingest.example${path}`, { method: "POST" }));
    expect(response.status).toBe(404);
  });
});

import { env, exports } from "cloudflare:workers";
import script from "@perigee/browser/script.json";
import { BatchAnswer, ErrorAnswerSchema } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { batchOf, makeKey, pageview, post, queued, rowsOf } from "../test/batches.ts";
import { lastFault } from "./counters.ts";
import worker from "./index.ts";

const get = (path: string, init: RequestInit = {}) =>
  exports.default.fetch(new Request(`https://ingest.example${path}`, init));

describe("POST /v1/events", () => {
  it("answers 202 with what it took, and its rows go to the queue in one message", async () => {
    const { apiKey, projectId } = await makeKey();
    const response = await post(batchOf([pageview(), pageview()]), { apiKey });
    expect(response.status).toBe(202);
    expect(BatchAnswer.strict().parse(await response.json())).toMatchObject({ accepted: 2, rejected: [] });
    const messages = await queued(projectId);
    expect(messages).toHaveLength(1);
    const rows = rowsOf(messages, "events");
    expect(rows.map((row) => row["message_id"])).toEqual([messages[0]?.id, messages[0]?.id]);
    expect(rows.map((row) => row["project_id"])).toEqual([projectId, projectId]);
  });

  it("keeps the good events of a partly bad batch and says which were not", async () => {
    const { apiKey, projectId } = await makeKey();
    const bad = pageview({ url: "nowhere" });
    const response = await post(batchOf([pageview(), bad, pageview()]), { apiKey });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      accepted: 2,
      rejected: [
        {
          index: 1,
          id: bad["id"],
          type: "invalid-event",
          field: "events.1.url",
          message: "events.1.url: must be an http or https address",
        },
      ],
    });
    expect(rowsOf(await queued(projectId), "events")).toHaveLength(2);
  });

  it("stores nothing without a salt for visitors", async () => {
    const { apiKey } = await makeKey();
    const request = new Request(`https://ingest.example/v1/events?key=${apiKey}`, { method: "POST", body: "{}" });
    const response = await worker.fetch(request as never, { ...env, VISITOR_SALT: "" } as never);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "10"]);
    expect(await response.json()).toMatchObject({ error: { type: "not-configured" } });
  });
});

describe("every answer", () => {
  it.each([
    ["/v1/events", { method: "POST" }],
    ["/health", {}],
    ["/nowhere", {}],
    ["/s/latest.js", {}],
    ["/v1/events", { method: "OPTIONS" }],
  ])("of %s %o can be read by a page and carries the security headers", async (path, init) => {
    const { headers } = await get(path, init);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-expose-headers")).toBe("retry-after, x-sentry-rate-limits");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toContain("max-age");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  });
});

describe("methods and addresses", () => {
  it.each([
    ["GET", "/v1/events", "POST, OPTIONS"],
    ["HEAD", "/v1/events", "POST, OPTIONS"],
    ["DELETE", "/health", "GET, HEAD, OPTIONS"],
    ["POST", "/s/latest.js", "GET, HEAD, OPTIONS"],
  ])("%s %s is answered with 405 and Allow: %s", async (method, path, allow) => {
    const response = await get(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe(allow);
    if (method !== "HEAD") expect(ErrorAnswerSchema.parse(await response.json()).error.type).toBe("method-not-allowed");
  });

  it.each(["/", "/v1", "/v1/events/", "/s/0.0.0.js"])("%s is not found", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(ErrorAnswerSchema.parse(await response.json()).error.type).toBe("not-found");
  });

  it.each([
    ["/telemetry/health", 200],
    ["/health", 200],
    ["/telemetryhealth", 404],
    ["/other/health", 404],
    ["/telemetry/telemetry/health", 404],
  ])("under the prefix /telemetry, %s is answered with %i", async (path, status) => {
    const request = new Request(`https://shop.example${path}`);
    const response = await worker.fetch(request as never, { ...env, PATH_PREFIX: "/telemetry" } as never);
    expect(response.status).toBe(status);
  });

  it("answers a preflight for clients that send headers of their own", async () => {
    const response = await get("/v1/events", {
      method: "OPTIONS",
      headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-methods")).toContain("POST");
    expect(response.headers.get("access-control-allow-headers")).toContain("x-api-key");
  });
});

describe("GET /health", () => {
  it("is ok when the Worker is configured, and says what the queue said", async () => {
    const { apiKey } = await makeKey();
    lastFault.at = 0;
    await post(batchOf([pageview()]), { apiKey });
    const response = await get("/health");
    expect(response.status).toBe(200);
    const { queues, ...rest } = await response.json<{ queues: object[] }>();
    expect(rest).toEqual({ service: "ingest", status: "ok", faults: [] });
    // Which of the two the project's messages go to is the hash's affair.
    expect(queues).toContainEqual({
      shard: expect.stringMatching(/^[01]$/),
      backlogMessages: expect.any(Number),
      oldestAgeS: expect.any(Number),
      secondsSinceSaid: 0,
    });
  });

  it("is degraded for a minute after neither queue nor spool took a batch", async () => {
    const { apiKey } = await makeKey();
    const away = () => Promise.reject(new Error("Too Many Requests"));
    const failing = { ...env, EVENTS_0: { send: away }, EVENTS_1: { send: away }, SPOOL_BUCKET: { put: away } };
    const request = new Request(`https://ingest.example/v1/events?key=${apiKey}`, {
      method: "POST",
      headers: { origin: "https://shop.example" },
      body: JSON.stringify(batchOf([pageview()])),
    });
    await worker.fetch(request as never, failing as never);
    const response = await get("/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: "degraded", fault: { failure: "queue_unavailable" } });
    lastFault.at -= 60_000;
    expect(await (await get("/health")).json()).toMatchObject({ status: "ok" });
  });

  it.each([
    ["VISITOR_SALT", { VISITOR_SALT: "x" }],
    ["QUEUE_SHARDS", { QUEUE_SHARDS: "none" }],
    ["SPOOL", { SPOOL: "never" }],
    ["EVENTS_2", { QUEUE_SHARDS: "3" }],
  ])("names %s where it is missing or wrong", async (name, wrong) => {
    const response = await worker.fetch(
      new Request("https://i.example/health") as never,
      { ...env, ...wrong } as never,
    );
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "misconfigured", faults: [expect.stringContaining(name)] });
  });
});

describe("GET /metrics", () => {
  it("shows accepted batches and refusals by step and failure", async () => {
    const { apiKey } = await makeKey();
    await post(batchOf([pageview()]), { apiKey });
    await post("{", { apiKey });
    await post(batchOf([pageview({ url: "x" }), pageview()]), { apiKey });
    const response = await get("/metrics", { headers: { authorization: "Bearer metrics-token" } });
    const text = await response.text();
    expect(text).toMatch(/^perigee_ingest_messages_enqueued_total [1-9]\d*$/m);
    expect(text).toMatch(/^perigee_ingest_refused_total\{step="decode",failure="not_json"\} [1-9]\d*$/m);
    expect(text).toMatch(/^perigee_ingest_events_rejected_total\{failure="invalid_event"\} [1-9]\d*$/m);
  });

  it.each(["", "Bearer wrong-tokens!", "Bearer x"])("refuses %j", async (authorization) => {
    const response = await get("/metrics", { headers: { authorization } });
    expect(response.status).toBe(401);
  });

  it("is not there without a token in the configuration", async () => {
    const { METRICS_TOKEN: _, ...rest } = env;
    const response = await worker.fetch(new Request("https://i.example/metrics") as never, rest as never);
    expect(response.status).toBe(404);
  });
});

describe("the script-tag build", () => {
  it.each([
    [`/s/${script.version}.js`, "public, max-age=31536000, immutable"],
    ["/s/latest.js", "public, max-age=3600"],
  ])("%s is cached as %s", async (path, cacheControl) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe(cacheControl);
    expect(response.headers.get("x-integrity")).toBe(script.integrity);
    expect(await response.text()).toBe(script.code);
  });

  it("has the integrity that its header promises", async () => {
    const code = await (await get("/s/latest.js")).arrayBuffer();
    const digest = await crypto.subtle.digest("SHA-384", code);
    expect(script.integrity).toBe(`sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`);
  });

  it("answers HEAD without a body", async () => {
    const response = await get("/s/latest.js", { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toContain("max-age");
    expect(await response.text()).toBe("");
  });
});

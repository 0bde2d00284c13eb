import { env } from "cloudflare:workers";
import { type EdgeKey, ErrorAnswerSchema, edgeKeyName, hashKey } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { batchOf, makeKey, pageview, post } from "../../test/batches.ts";
import { findEdgeKey } from "../edge-keys.ts";
import worker from "../index.ts";
import { authenticate } from "./authenticate.ts";

const send = (url: string, headers: Record<string, string>, bindings: object = env) => {
  const body = JSON.stringify(batchOf([pageview()]));
  const request = new Request(`https://ingest.example${url}`, { method: "POST", headers, body });
  return worker.fetch(request as never, bindings as never);
};

const refusalOf = async (response: Response) => {
  const { error } = ErrorAnswerSchema.parse(await response.json());
  return { status: response.status, ...error };
};

const origin = "https://shop.example";

describe("a key is taken", () => {
  it.each<[string, (key: string) => [string, Record<string, string>]]>([
    ["from the query string", (key) => [`/v1/events?key=${key}`, { origin }]],
    ["from Authorization: Bearer", (key) => ["/v1/events", { origin, authorization: `Bearer ${key}` }]],
    ["from x-api-key", (key) => ["/v1/events", { origin, "x-api-key": key }]],
  ])("%s", async (_where, place) => {
    const { apiKey } = await makeKey();
    expect((await send(...place(apiKey))).status).toBe(202);
  });

  it("of the secret kind without an origin", async () => {
    const { apiKey } = await makeKey({ kind: "secret", origins: [] });
    expect((await send(`/v1/events?key=${apiKey}`, {})).status).toBe(202);
  });
});

describe("a key is refused", () => {
  const unknown = `pk_${"0".repeat(32)}`;

  it.each([
    ["that is missing", "/v1/events", "missing-key"],
    ["that does not exist", `/v1/events?key=${unknown}`, "unknown-key"],
    ["that is not of a key's shape", "/v1/events?key=hello", "unknown-key"],
  ])("%s", async (_name, url, type) => {
    expect(await refusalOf(await send(url, { origin }))).toMatchObject({ status: 401, type, field: "key" });
  });

  it("that was revoked", async () => {
    const { apiKey } = await makeKey({ revoked: true });
    const response = await post(batchOf([pageview()]), { apiKey });
    expect(await refusalOf(response)).toMatchObject({ status: 401, type: "revoked-key", message: /Create a new one/ });
  });

  it("that may only read", async () => {
    const { apiKey } = await makeKey({ kind: "read" });
    const response = await post(batchOf([pageview()]), { apiKey });
    expect(await refusalOf(response)).toMatchObject({ status: 403, type: "key-not-allowed", field: "key" });
  });

  it("for a while after it appeared, when it was asked for before: unknown keys are remembered too", async () => {
    const apiKey = `pk_${crypto.randomUUID().replaceAll("-", "")}`;
    expect((await send(`/v1/events?key=${apiKey}`, { origin })).status).toBe(401);
    const entry = { keyId: "k", projectId: 1, kind: "public", origins: ["*"], retentionDays: 90, revoked: false };
    await env.KEYS.put(edgeKeyName(await hashKey(apiKey)), JSON.stringify(entry));
    expect((await send(`/v1/events?key=${apiKey}`, { origin })).status).toBe(401);
  });
});

describe("keys cannot be checked", () => {
  it.each([
    ["when KV is away", { get: () => Promise.reject(new Error("KV is away")) }],
    ["when KV holds something else", { get: () => Promise.resolve({ projectId: "x" }) }],
  ])("%s: 503 and come again", async (_name, kv) => {
    const response = await send(
      `/v1/events?key=pk_${crypto.randomUUID().replaceAll("-", "")}`,
      { origin },
      { ...env, KEYS: kv },
    );
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await refusalOf(response)).toMatchObject({ status: 503, type: "key-store-unavailable" });
  });
});

describe("the origin of a public key", () => {
  it.each([
    ["https://shop.example", ["https://shop.example"]],
    ["https://a.shop.example", ["https://*.shop.example"]],
    ["http://localhost:3000", ["https://shop.example", "http://localhost:3000"]],
    ["null", ["*"]],
    [undefined, ["*"]],
  ])("%s is allowed by %o", async (from, origins) => {
    const { apiKey } = await makeKey({ origins });
    expect((await send(`/v1/events?key=${apiKey}`, from === undefined ? {} : { origin: from })).status).toBe(202);
  });

  it.each([
    ["https://evil.example", ["https://shop.example"], /https:\/\/evil.example is not allowed/],
    ["http://shop.example", ["https://shop.example"], /is not allowed/],
    ["https://shop.example", ["https://*.shop.example"], /is not allowed/],
    ["https://evilshop.example", ["https://*.shop.example"], /is not allowed/],
    ["https://shop.example.evil.example", ["https://*.shop.example"], /is not allowed/],
    ["https://shop.example", [], /is not allowed/],
    ["null", ["https://shop.example"], /is not allowed/],
    [undefined, ["https://shop.example"], /needs the header Origin/],
  ])("%s is refused by %o", async (from, origins, message) => {
    const { apiKey } = await makeKey({ origins });
    const response = await send(`/v1/events?key=${apiKey}`, from === undefined ? {} : { origin: from });
    const refusal = await refusalOf(response);
    expect(refusal).toMatchObject({ status: 403, type: "origin-not-allowed", field: "origin" });
    expect(refusal.message).toMatch(message);
  });
});

describe("a key that was revoked", () => {
  it("is refused within a minute, here half a minute after it changed in KV, and works again as soon", async () => {
    const { apiKey } = await makeKey();
    const name = edgeKeyName(await hashKey(apiKey));
    const entry = await env.KEYS.get<EdgeKey>(name, "json");
    const url = new URL(`https://ingest.example/v1/events?key=${apiKey}`);
    const from = { env, url, request: new Request(url, { headers: { origin } }) as never };
    const start = Date.now();
    const at = (seconds: number) => authenticate({ ...from, receivedAt: start + seconds * 1_000 });
    const write = (revoked: boolean) => env.KEYS.put(name, JSON.stringify({ ...entry, revoked }));
    expect(await at(0)).toMatchObject({ ok: true });
    await write(true);
    expect(await at(29)).toMatchObject({ ok: true });
    expect(await at(30)).toMatchObject({ ok: false, failure: { type: "revoked-key" } });
    await write(false);
    expect(await at(60)).toMatchObject({ ok: true });
    await env.KEYS.delete(name);
    expect(await at(90)).toMatchObject({ ok: false, failure: { type: "unknown-key" } });
    expect(await at(91)).toMatchObject({ ok: false, failure: { type: "unknown-key" } });
  });

  it("asks KV for what is no older than half a minute there", async () => {
    const asked: unknown[] = [];
    const kv = {
      get(_name: string, options: unknown) {
        asked.push(options);
        return Promise.resolve(null);
      },
    };
    await findEdgeKey(kv as never, `pk_${"1".repeat(32)}`, Date.now());
    expect(asked).toEqual([{ type: "json", cacheTtl: 30 }]);
  });
});

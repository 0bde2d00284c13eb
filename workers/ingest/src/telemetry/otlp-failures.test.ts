import { env } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { limits } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { makeKey } from "../../test/batches.ts";
import { statusOf } from "../../test/otlp-answer.ts";
import {
  bytesOf,
  type Encoding,
  encodings,
  gaugeOf,
  logRecord,
  logsOf,
  serverKey,
  span,
  spansOf,
} from "../../test/telemetry.ts";
import worker from "../index.ts";

/** Every way in which a request of OTLP fails, each in both encodings: https://opentelemetry.io/docs/specs/otlp/#failures-1. */

const bodies = {
  "/v1/logs": (encoding: Encoding) => bytesOf.logs(logsOf([logRecord()]), encoding),
  "/v1/traces": (encoding: Encoding) => bytesOf.spans(spansOf([span()]), encoding),
  "/v1/metrics": (encoding: Encoding) => bytesOf.metrics(gaugeOf("carts", [{}]), encoding),
};
type Path = keyof typeof bodies;

type Way = {
  bindings?: object;
  apiKey?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: (whole: Uint8Array, path: Path, encoding: Encoding) => Uint8Array;
  /** Another one comes before it, which is taken. */
  isSecond?: boolean;
};
type Expected = { status: number; code: number; headers?: Record<string, string> };

const bomb = new Uint8Array(gzipSync(new Uint8Array(20_000_000)));
const broken = () => Promise.reject(new Error("We encountered an internal error. (10001)"));
const quota = { quota: { eventsPerMinute: null, eventsPerDay: 1 } };
const retry = { "retry-after": expect.stringMatching(/^[1-9]\d*$/) as string };

const ways: [string, () => Way | Promise<Way>, Expected][] = [
  [
    "throws on our side",
    () => ({
      bindings: {
        get EVENTS_0() {
          throw new Error("a fault of ours");
        },
      },
    }),
    { status: 500, code: 13 },
  ],
  [
    "meets a Worker without its secret",
    () => ({ bindings: { VISITOR_SALT: "" } }),
    { status: 503, code: 14, headers: retry },
  ],
  [
    "is taken by no queue and no spool",
    () => ({ bindings: { EVENTS_0: { send: broken }, EVENTS_1: { send: broken }, SPOOL_BUCKET: { put: broken } } }),
    { status: 503, code: 14, headers: retry },
  ],
  [
    "has a key that cannot be looked up",
    () => ({ bindings: { KEYS: { get: broken } } }),
    { status: 503, code: 14, headers: retry },
  ],
  [
    "guesses keys too often",
    () => ({ apiKey: "sk_guess", bindings: { GUESSES: { limit: () => Promise.resolve({ success: false }) } } }),
    { status: 429, code: 8, headers: retry },
  ],
  [
    "is beyond the quota",
    async () => ({ ...(await serverKey(quota)), isSecond: true }),
    { status: 429, code: 8, headers: retry },
  ],
  ["has no key", () => ({ apiKey: "" }), { status: 401, code: 16 }],
  ["has an unknown key", () => ({ apiKey: "sk_00000000000000000000" }), { status: 401, code: 16 }],
  ["has a revoked key", () => makeKey({ kind: "secret", revoked: true }), { status: 401, code: 16 }],
  ["has a key that only reads", () => makeKey({ kind: "read" }), { status: 403, code: 7 }],
  ["comes from another origin", () => makeKey(), { status: 403, code: 7 }],
  ["is too large", () => ({ body: () => new Uint8Array(limits.otlpBodyBytes + 1) }), { status: 413, code: 11 }],
  ["is cut off", () => ({ body: (whole) => whole.slice(0, -3) }), { status: 400, code: 3 }],
  [
    "is of the other encoding",
    () => ({ body: (_, path, encoding) => bodies[path](encoding === "json" ? "protobuf" : "json") }),
    { status: 400, code: 3 },
  ],
  ["is a bomb", () => ({ body: () => bomb, headers: { "content-encoding": "gzip" } }), { status: 413, code: 11 }],
  ["is nonsense", () => ({ body: () => new Uint8Array(40).fill(0xff) }), { status: 400, code: 3 }],
  ["is not gzip", () => ({ headers: { "content-encoding": "gzip" } }), { status: 400, code: 3 }],
  [
    "comes in a coding that is not known",
    () => ({ headers: { "content-encoding": "br" } }),
    { status: 415, code: 3, headers: { "accept-encoding": "gzip, deflate" } },
  ],
  [
    "comes by another method",
    () => ({ method: "PUT" }),
    { status: 405, code: 12, headers: { allow: "POST, OPTIONS" } },
  ],
];

async function send(path: Path, type: string, way: Way): Promise<Response> {
  const { method = "POST", bindings = {}, headers = {}, isSecond = false } = way;
  const encoding = type === encodings.protobuf ? "protobuf" : "json";
  const whole = bodies[path](encoding);
  const apiKey = way.apiKey ?? (await serverKey()).apiKey;
  const request = () =>
    new Request(`https://ingest.example${path}`, {
      method,
      headers: { "content-type": type, "x-api-key": apiKey, ...headers },
      body: way.body?.(whole, path, encoding) ?? whole,
    });
  const faulty = Object.create(env, Object.getOwnPropertyDescriptors(bindings));
  if (isSecond) expect((await worker.fetch(request() as never, env as never)).status).toBe(200);
  return worker.fetch(request() as never, faulty as never);
}

describe.each(Object.keys(bodies) as Path[])("a request to %s that", (path) => {
  const cases = Object.values(encodings).flatMap((type) => ways.map((way) => [...way, type] as const));

  it.each(cases)("$0 is answered with a google.rpc.Status in $3", async (...[, way, expected, type]) => {
    const response = await send(path, type, await way());
    expect(response.status).toBe(expected.status);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await statusOf(response)).toEqual({ code: expected.code, message: expect.stringMatching(/\S \S/) });
    const named = Object.keys({ "retry-after": "", ...expected.headers });
    expect(Object.fromEntries(named.map((name) => [name, response.headers.get(name)]))).toEqual({
      "retry-after": null,
      ...expected.headers,
    });
  });

  it("is of another type is answered in JSON, with the types that are taken", async () => {
    const response = await send(path, "text/xml", {});
    expect(response.status).toBe(415);
    expect(response.headers.get("accept")).toContain("application/x-protobuf");
    expect(await statusOf(response)).toEqual({ code: 3, message: expect.stringContaining("text/xml") });
  });
});

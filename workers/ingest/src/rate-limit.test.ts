import { env } from "cloudflare:workers";
import type { EdgeKey } from "@perigee/schema";
import { describe, expect, it, vi } from "vitest";
import { makeKey } from "../test/batches.ts";
import { formatCounters } from "./counters.ts";
import { limitGuesses, limitSender } from "./rate-limit.ts";
import { authenticate } from "./steps/authenticate.ts";
import { limit } from "./steps/limit.ts";

/** A binding as wrangler.toml has it, with a limit that a test can reach. */
function someLimiter(limit: number) {
  const asked: string[] = [];
  return {
    asked,
    limiter: {
      limit({ key }: { key: string }) {
        asked.push(key);
        return Promise.resolve({ success: asked.filter((each) => each === key).length <= limit });
      },
    },
  };
}

type Options = { bindings?: object; address?: string; receivedAt?: number; apiKey?: string };

function arrived({ bindings = {}, address = newAddress(), receivedAt = Date.now(), apiKey }: Options) {
  const url = new URL(`https://ingest.example/v1/events${apiKey ? `?key=${apiKey}` : ""}`);
  const headers = { "cf-connecting-ip": address, origin: "https://shop.example" };
  const request = new Request(url, { method: "POST", headers, body: "{}" });
  return { request: request as never, url, env: { ...env, ...bindings } as never, receivedAt };
}

let addresses = 0;
const newAddress = () => `203.0.113.${++addresses}`;
const newKey = () => `pk_${crypto.randomUUID().replaceAll("-", "")}`;
const rateLimited = (retryAfterS: number) => ({ ok: false, failure: { type: "rate-limited", retryAfterS } });

describe("guessing keys", () => {
  it("is stopped before KV is asked, by address", async () => {
    const { limiter: GUESSES } = someLimiter(2);
    let reads = 0;
    const KEYS = { get: () => Promise.resolve(++reads && null) };
    const address = newAddress();
    const guess = (from: string) =>
      authenticate(arrived({ bindings: { GUESSES, KEYS }, address: from, apiKey: newKey() }));
    expect(await guess(address)).toMatchObject({ failure: { type: "unknown-key" } });
    expect(await guess(address)).toMatchObject({ failure: { type: "unknown-key" } });
    expect(await guess(address)).toMatchObject(rateLimited(60));
    expect(reads).toBe(2);
    expect(await guess(newAddress())).toMatchObject({ failure: { type: "unknown-key" } });
  });

  it.each([
    ["without a key", undefined],
    ["with what is no key", "hello"],
  ])("counts requests %s", async (_name, apiKey) => {
    const { limiter: GUESSES } = someLimiter(1);
    const address = newAddress();
    const attempt = () =>
      authenticate(arrived({ bindings: { GUESSES }, address, ...(apiKey !== undefined && { apiKey }) }));
    expect(await attempt()).toMatchObject({ failure: { type: apiKey ? "unknown-key" : "missing-key" } });
    expect(await attempt()).toMatchObject(rateLimited(60));
  });

  it("is no charge against a key that is known", async () => {
    const { apiKey } = await makeKey();
    const { limiter: GUESSES, asked } = someLimiter(1);
    const address = newAddress();
    for (let turn = 0; turn < 5; turn++) {
      expect(await authenticate(arrived({ bindings: { GUESSES }, address, apiKey }))).toMatchObject({ ok: true });
    }
    expect(asked).toHaveLength(1);
  });
});

describe("a public key from one address", () => {
  const key = { keyId: crypto.randomUUID(), kind: "public" } as EdgeKey;

  it("is refused once the binding says so, until the time in Retry-After, and other addresses are not", async () => {
    const { limiter: ABUSE, asked } = someLimiter(2);
    const address = newAddress();
    const start = Date.now();
    const send = (receivedAt: number) => limitSender(arrived({ bindings: { ABUSE }, address, receivedAt }), key.keyId);
    for (let sent = 0; sent < 150; sent++) expect(send(start)).toMatchObject({ ok: true });
    expect(asked).toHaveLength(3);
    await vi.waitFor(() => expect(send(start)).toMatchObject(rateLimited(60)));
    expect(send(start + 59_001)).toMatchObject(rateLimited(1));
    expect(limitSender(arrived({ bindings: { ABUSE } }), key.keyId)).toMatchObject({ ok: true });
    expect(send(start + 60_000)).toMatchObject({ ok: true });
  });

  it("costs no question before its fiftieth request", () => {
    const { limiter: ABUSE, asked } = someLimiter(0);
    const address = newAddress();
    for (let sent = 0; sent < 49; sent++) limitSender(arrived({ bindings: { ABUSE }, address }), key.keyId);
    expect(asked).toEqual([]);
  });

  it("is let through, and counted, when the binding fails", async () => {
    const away = { limit: () => Promise.reject(new Error("the limiter is away")) };
    const address = newAddress();
    const state = arrived({ bindings: { ABUSE: away, GUESSES: away }, address });
    expect(await limitGuesses(state)).toMatchObject({ ok: true });
    for (let sent = 0; sent < 100; sent++) expect(limitSender(state, key.keyId)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(formatCounters()).toMatch(/rate_limit_failures_total 3\n/));
    expect(limitSender(state, key.keyId)).toMatchObject({ ok: true });
  });

  it("never shows the binding an address", async () => {
    const { limiter: ABUSE, asked } = someLimiter(1);
    const address = newAddress();
    const state = arrived({ bindings: { ABUSE, GUESSES: ABUSE }, address });
    await limitGuesses(state);
    for (let sent = 0; sent < 50; sent++) limitSender(state, key.keyId);
    expect(asked).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});

it("a secret key is limited by no address", () => {
  const { limiter: ABUSE, asked } = someLimiter(0);
  const key = { keyId: "k", kind: "secret", settings: { quota: { eventsPerMinute: null, eventsPerDay: null } } };
  for (let sent = 0; sent < 100; sent++) {
    expect(limit({ ...arrived({ bindings: { ABUSE } }), key: key as EdgeKey })).toMatchObject({ ok: true });
  }
  expect(asked).toEqual([]);
});

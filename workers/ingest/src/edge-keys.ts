import { hash } from "node:crypto";
import { EdgeKey, edgeKeyName, fail, keyPrefixes, type Result, succeed } from "@perigee/schema";
import { BoundedCache } from "./bounded-cache.ts";

/**
 * A revoked key must stop within a minute: KV may be 30 s behind here (its shortest cacheTtl), this isolate another 30 s.
 * Unknown keys are kept as well (null), or a client with a wrong key would cost a KV read with each of its batches.
 */
const cacheSeconds = 30;
const maxCachedKeys = 10_000;

type Entry<V> = { key: V; staleAt: number };

/** Apart, so that whoever guesses keys pushes nobody's real one out. */
const found = new BoundedCache<Entry<EdgeKey>>(maxCachedKeys);
const missing = new BoundedCache<Entry<null>>(maxCachedKeys);

/**
 * What this isolate knows about an API key: null when there is no such key, undefined when it does not know.
 *
 * Secret keys are looked up by their SHA-256 and never compared as text, neither in KV nor in the cache: how long a look-up takes says
 * nothing about how much of a guess was right, so there is no comparison left that would have to be constant-time.
 */
export function knownEdgeKey(apiKey: string, now: number): EdgeKey | null | undefined {
  const name = cacheNameOf(apiKey);
  const entry = found.get(name) ?? missing.get(name);
  return entry && entry.staleAt > now ? entry.key : undefined;
}

/** What KV holds for an API key; null when there is no such key. */
export async function findEdgeKey(kv: KVNamespace, apiKey: string, now: number): Promise<Result<EdgeKey | null>> {
  const read = await readEdgeKey(kv, edgeKeyName(sha256(apiKey)));
  if (!read.ok) return read;
  const name = cacheNameOf(apiKey);
  const staleAt = now + cacheSeconds * 1_000;
  if (read.value) found.set(name, { key: read.value, staleAt });
  else {
    // It may have been there until now.
    found.delete(name);
    missing.set(name, { key: null, staleAt });
  }
  return read;
}

/** A public key stands in each page of its site, so there is nothing to be found out about it, and it needs no hash with each batch. */
const cacheNameOf = (apiKey: string): string => (apiKey.startsWith(keyPrefixes.public) ? apiKey : sha256(apiKey));

/** What hashKey of the schema makes, without its turn through the event loop. */
const sha256 = (apiKey: string): string => hash("sha256", apiKey, "hex");

async function readEdgeKey(kv: KVNamespace, name: string): Promise<Result<EdgeKey | null>> {
  try {
    const entry = await kv.get(name, { type: "json", cacheTtl: cacheSeconds });
    return entry === null ? succeed(null) : succeed(EdgeKey.parse(entry));
  } catch {
    // KV is away or holds something that is not a key: either way the caller is told to come again, and nothing is lost.
    return fail("key-store-unavailable");
  }
}

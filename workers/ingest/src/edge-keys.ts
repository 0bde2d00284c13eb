import { hash } from "node:crypto";
import { EdgeKey, edgeKeyName, fail, type Result, succeed } from "@perigee/schema";
import { BoundedCache } from "./bounded-cache.ts";

/**
 * A revoked key must stop within a minute: KV may be 30 s behind here (its shortest cacheTtl), this isolate another 30 s.
 * Unknown keys are kept as well (null), or a client with a wrong key would cost a KV read with each of its batches.
 */
const cacheSeconds = 30;
const maxCachedKeys = 10_000;

const cache = new BoundedCache<{ key: EdgeKey | null; staleAt: number }>(maxCachedKeys);

/**
 * Finds what KV holds for an API key; null when there is no such key.
 *
 * Keys are looked up by their SHA-256 and never compared as text, neither in KV nor in the cache: how long a look-up takes says
 * nothing about how much of a guess was right, so there is no comparison left that would have to be constant-time.
 */
export async function findEdgeKey(kv: KVNamespace, apiKey: string, now: number): Promise<Result<EdgeKey | null>> {
  // What hashKey of the schema makes, without its turn through the event loop: this runs with each batch.
  const name = edgeKeyName(hash("sha256", apiKey, "hex"));
  const cached = cache.get(name);
  if (cached && cached.staleAt > now) return succeed(cached.key);
  const read = await readEdgeKey(kv, name);
  if (read.ok) cache.set(name, { key: read.value, staleAt: now + cacheSeconds * 1_000 });
  return read;
}

async function readEdgeKey(kv: KVNamespace, name: string): Promise<Result<EdgeKey | null>> {
  try {
    const entry = await kv.get(name, { type: "json", cacheTtl: cacheSeconds });
    return entry === null ? succeed(null) : succeed(EdgeKey.parse(entry));
  } catch {
    // KV is away or holds something that is not a key: either way the caller is told to come again, and nothing is lost.
    return fail("key-store-unavailable");
  }
}

import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

export type Database = DrizzleD1Database & { $client: D1Database };

/** D1 is the truth; KV is its copy at the edge, holding for each key only what ingest must know. */
export type Stores = { db: Database; kv: KVNamespace };

export const openStores = (bindings: { DB: D1Database; KEYS: KVNamespace }): Stores => ({
  db: drizzle(bindings.DB),
  kv: bindings.KEYS,
});

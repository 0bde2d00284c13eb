import { openStores, type Stores } from "@perigee/control-plane";
import { type Auth, createAuth } from "./auth/better-auth.ts";
import type { Config } from "./config.ts";

/** What routes work with, made once an isolate. */
export type Services = { config: Config; stores: Stores; auth: Auth; buckets: Buckets };

type Buckets = { letters: R2Bucket; spool: R2Bucket; archive: R2Bucket };

/** The bindings of `[env.api]` in wrangler.toml; its plain values are checked by config.ts. */
export type Bindings = {
  DB: D1Database;
  KEYS: KVNamespace;
  DEAD_LETTERS: R2Bucket;
  SPOOL_BUCKET: R2Bucket;
  ARCHIVE: R2Bucket;
};

export function openServices(env: Bindings, config: Config): Services {
  const stores = openStores(env);
  const buckets = { letters: env.DEAD_LETTERS, spool: env.SPOOL_BUCKET, archive: env.ARCHIVE };
  return { config, stores, auth: createAuth(config, stores.db), buckets };
}

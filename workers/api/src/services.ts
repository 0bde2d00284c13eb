import { openStores, type Stores } from "@perigee/control-plane";
import { type Auth, createAuth } from "./auth/better-auth.ts";
import type { Config } from "./config.ts";

/** What routes work with, made once an isolate. */
export type Services = { config: Config; stores: Stores; auth: Auth };

/** The bindings of `[env.api]` in wrangler.toml; its plain values are checked by config.ts. */
export type Bindings = { DB: D1Database; KEYS: KVNamespace };

export function openServices(env: Bindings, config: Config): Services {
  const stores = openStores(env);
  return { config, stores, auth: createAuth(config, stores.db) };
}

import type { QueueMessage } from "@perigee/schema";
import { z } from "zod";
import type { ProjectQuota } from "./project-quota.ts";

/** The rights of this Worker, as wrangler.toml and its secrets give them. */
export type Env = {
  KEYS: KVNamespace;
  EVENTS_0: Queue<QueueMessage>;
  /** One for each of QUEUE_SHARDS. */
  [shard: `EVENTS_${number}`]: Queue<QueueMessage> | undefined;
  /** What no queue takes, or with SPOOL=always everything, lies here until it is stored. This Worker only writes. */
  SPOOL_BUCKET: R2Bucket;
  SALTS: KVNamespace;
  /** Guesses of keys, by address. */
  GUESSES: RateLimit;
  /** Requests of one public key from one address, by fifties. */
  ABUSE: RateLimit;
  PROJECT_QUOTA: DurableObjectNamespace<ProjectQuota>;
  QUEUE_SHARDS: string;
  SPOOL: "overflow" | "always";
  VISITOR_SALT: string;
  /** Opens `/metrics`. */
  METRICS_TOKEN?: string;
  /** Path under which a site's own zone leads here, such as `/telemetry`; see docs/first-party.md. */
  PATH_PREFIX?: string;
  /** What a proxy of one's own sends as `x-perigee-proxy`, so that its word about the visitor's address counts. */
  PROXY_SECRET?: string;
};

const Config = z.object({
  VISITOR_SALT: z.string().min(16),
  QUEUE_SHARDS: z.string().regex(/^[1-9]\d?$/, { error: "must be a number from 1 to 99" }),
  SPOOL: z.enum(["overflow", "always"]),
});

const checked = new WeakMap<Env, string[]>();

/** What keeps this Worker from doing its work, one sentence each; empty when it is ready. Looked into once for each configuration. */
export function configFaults(env: Env): string[] {
  const known = checked.get(env);
  if (known) return known;
  const faults = [...fieldFaults(env), ...missingShards(env)];
  checked.set(env, faults);
  return faults;
}

function fieldFaults(env: Env): string[] {
  const { error } = Config.safeParse(env);
  return error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
}

const missingShards = (env: Env): string[] =>
  Array.from({ length: Number(env.QUEUE_SHARDS) || 0 }, (_, shard) => `EVENTS_${shard}` as const)
    .filter((name) => !env[name])
    .map((name) => `${name}: QUEUE_SHARDS is ${env.QUEUE_SHARDS}, and there is no such queue`);

import type { QueueMessage } from "@perigee/schema";
import { z } from "zod";
import type { ProjectQuota } from "./project-quota.ts";

/** The rights of this Worker, as wrangler.toml and its secrets give them. */
export type Env = {
  KEYS: KVNamespace;
  EVENTS_0: Queue<QueueMessage>;
  EVENTS_1: Queue<QueueMessage>;
  /** What no queue takes, or with SPOOL=always everything, lies here until it is stored. This Worker only writes. */
  SPOOL_BUCKET: R2Bucket;
  SALTS: KVNamespace;
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

const Secrets = z.object({ VISITOR_SALT: z.string().min(16) });

/** What keeps this Worker from doing its work, one sentence each; empty when it is ready. */
export function configFaults(env: Env): string[] {
  const checked = Secrets.safeParse(env);
  return checked.success ? [] : checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

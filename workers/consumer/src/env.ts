import type { Connection } from "@perigee/clickhouse";
import { z } from "zod";
import { limits } from "./limits.ts";

/** The rights of this Worker, as wrangler.toml and its secrets give them. */
export type Env = {
  DEAD_LETTERS: R2Bucket;
  SPOOL_BUCKET: R2Bucket;
  ARCHIVE: R2Bucket;
  SALTS: KVNamespace;
  CLICKHOUSE_URL: string;
  CLICKHOUSE_USER: string;
  CLICKHOUSE_PASSWORD: string;
  CLICKHOUSE_DATABASE: string;
  /** When a queue that forgets began, in milliseconds since the epoch: the local simulator's start. */
  QUEUE_STARTED_AT?: string;
  /** How long one INSERT may take, in milliseconds; 30,000 where it is not set. */
  INSERT_TIMEOUT_MS?: string;
  /** Opens `/metrics`. */
  METRICS_TOKEN?: string;
};

const Variables = z.object({
  CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }),
  CLICKHOUSE_USER: z.string().min(1),
  CLICKHOUSE_PASSWORD: z.string(),
  CLICKHOUSE_DATABASE: z.string().min(1),
  QUEUE_STARTED_AT: z.coerce.number().int().min(0).default(0),
  INSERT_TIMEOUT_MS: z.coerce.number().int().min(1).default(limits.insertMs),
});

export type Config = {
  connection: Connection;
  /** What was received before is in no queue; 0 where the queue forgets nothing. */
  queueStartedAt: number;
  insertTimeoutMs: number;
};

/** Throws with every fault when a secret is missing or wrong; the queue then keeps the messages until it is put right. */
export function readConfig(env: Env): Config {
  const checked = Variables.safeParse(env);
  if (!checked.success) throw new Error(`consumer is not configured:\n${z.prettifyError(checked.error)}`);
  const { CLICKHOUSE_URL, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, CLICKHOUSE_DATABASE } = checked.data;
  return {
    connection: {
      url: CLICKHOUSE_URL.replace(/\/$/, ""),
      user: CLICKHOUSE_USER,
      password: CLICKHOUSE_PASSWORD,
      database: CLICKHOUSE_DATABASE,
    },
    queueStartedAt: checked.data.QUEUE_STARTED_AT,
    insertTimeoutMs: checked.data.INSERT_TIMEOUT_MS,
  };
}

import type { Connection } from "@perigee/clickhouse";
import { z } from "zod";

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
  /** Opens `/metrics`. */
  METRICS_TOKEN?: string;
};

const Secrets = z.object({
  CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }),
  CLICKHOUSE_USER: z.string().min(1),
  CLICKHOUSE_PASSWORD: z.string(),
  CLICKHOUSE_DATABASE: z.string().min(1),
});

/** Throws with every fault when a secret is missing or wrong; the queue then keeps the messages until it is put right. */
export function connectionOf(env: Env): Connection {
  const checked = Secrets.safeParse(env);
  if (!checked.success) throw new Error(`consumer is not configured:\n${z.prettifyError(checked.error)}`);
  const { CLICKHOUSE_URL, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, CLICKHOUSE_DATABASE } = checked.data;
  return {
    url: CLICKHOUSE_URL.replace(/\/$/, ""),
    user: CLICKHOUSE_USER,
    password: CLICKHOUSE_PASSWORD,
    database: CLICKHOUSE_DATABASE,
  };
}

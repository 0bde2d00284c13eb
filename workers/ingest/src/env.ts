import type { QueueMessage } from "@perigee/schema";
import { z } from "zod";

/** The rights of this Worker, as wrangler.toml and its secrets give them. */
export type Env = {
  KEYS: KVNamespace;
  EVENTS: Queue<QueueMessage>;
  VISITOR_SALT: string;
  /** Opens `/metrics`. */
  METRICS_TOKEN?: string;
};

const Secrets = z.object({ VISITOR_SALT: z.string().min(16) });

/** What keeps this Worker from doing its work, one sentence each; empty when it is ready. */
export function configFaults(env: Env): string[] {
  const checked = Secrets.safeParse(env);
  return checked.success ? [] : checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

import { z } from "zod";

/** `local.json` in the data directory: everything a script needs to talk to the running local stack. Mode 0600. */
export const LocalFile = z.object({
  ingestUrl: z.url(),
  apiUrl: z.url(),
  dashboardUrl: z.url(),
  demoUrl: z.url(),
  /** Holds user, password and database; usable by curl as it is. */
  clickhouseUrl: z.url(),
  /** Where the consumer answers `/metrics`, as ingest does, to whoever has the token. Older versions did not write these. */
  consumerUrl: z.url().optional(),
  metricsToken: z.string().optional(),
  project: z.object({ id: z.int().min(1), slug: z.string() }),
  publicKey: z.string(),
  secretKey: z.string(),
  readKey: z.string(),
  owner: z.object({ email: z.email(), password: z.string() }),
});
export type LocalFile = z.infer<typeof LocalFile>;

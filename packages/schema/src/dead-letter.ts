import { z } from "zod";
import { IngestTable } from "./rows.ts";

/** What lies in R2 about a queue message that could not be stored; `key` is where the rows themselves lie. */
export const DeadLetter = z.object({
  id: z.uuid(),
  projectId: z.int().min(1),
  /** Milliseconds since the epoch by the edge's clock. */
  receivedAt: z.int(),
  buriedAt: z.int(),
  /** `refused`: ClickHouse blames the rows. `retries-exhausted`: ClickHouse could not be reached in any of the attempts. */
  reason: z.enum(["refused", "retries-exhausted"]),
  detail: z.string(),
  segments: z.array(z.object({ table: IngestTable, rows: z.int(), bytes: z.int(), key: z.string() })),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

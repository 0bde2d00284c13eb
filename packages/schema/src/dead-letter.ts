import { z } from "zod";
import { IngestTable } from "./rows.ts";

export const DeadLetterReason = z.enum(["refused", "retries-exhausted"]);
export type DeadLetterReason = z.infer<typeof DeadLetterReason>;

/** What lies in R2 about a queue message that could not be stored; `key` is where the rows themselves lie. */
export const DeadLetter = z.object({
  id: z.uuid(),
  projectId: z.int().min(1),
  /** Milliseconds since the epoch by the edge's clock. */
  receivedAt: z.int(),
  buriedAt: z.int(),
  /** `refused`: ClickHouse blames the rows. `retries-exhausted`: ClickHouse could not be reached in any of the attempts. */
  reason: DeadLetterReason,
  detail: z.string(),
  segments: z.array(z.object({ table: IngestTable, rows: z.int(), bytes: z.int(), key: z.string() })),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** What stands in the letter's R2 metadata too, so that a list can be filtered without opening each letter. */
export const DeadLetterTag = z.object({ reason: DeadLetterReason });
export type DeadLetterTag = z.infer<typeof DeadLetterTag>;

/**
 * R2 layout: `dead/<project>/<day>/<message id>.json` says what lies there and why; beside it one `….<table>.jsonl.gz` per
 * segment. The day is the one in the id, a UUIDv7, so that the id alone finds its letter.
 */
export const deadLetterFolder = (projectId: number, day?: string): string =>
  `dead/${projectId}/${day === undefined ? "" : `${day}/`}`;

type Named = Pick<DeadLetter, "projectId" | "id">;

const deadLetterBase = ({ projectId, id }: Named): string => `${deadLetterFolder(projectId, dayOf(id))}${id}`;

export const deadLetterName = (letter: Named): string => `${deadLetterBase(letter)}.json`;

export const deadLetterRowsName = (letter: Named, table: IngestTable): string =>
  `${deadLetterBase(letter)}.${table}.jsonl.gz`;

const dayOf = (id: string): string =>
  new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toISOString().slice(0, 10);

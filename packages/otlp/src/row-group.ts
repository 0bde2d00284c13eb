import type { IngestTable } from "@perigee/schema";

/**
 * Rows of one table that share columns: those of their resource, scope and metric stand once in `shared`, and are written into each row
 * when it becomes a line. `project_id`, `retention_days`, `received_at`, `message_id` are added then, too; so is `seq` where the
 * table has it.
 */
export type RowGroup = { table: IngestTable; shared: Record<string, unknown>; rows: Record<string, unknown>[] };

/** Records that were not taken, and the reason of the first of them: it names field and rule. `message` may warn where `count` is 0. */
export type Rejected = { count: number; message: string };

/** Milliseconds since the epoch when the edge took the request in. */
export type Receipt = { receivedAt: number };

export type MadeRows = { groups: RowGroup[]; rejected: Rejected };

import { z } from "zod";
import { archiveHours, beforeHour, hourMs } from "./archive-range.ts";
import { limits } from "./limits.ts";
import { EventTable } from "./rows.ts";

const dayMs = 24 * hourMs;
const restoreLimits = { hours: 24 * 31, keepDays: 3_650, skippedExamples: 10 } as const;

/** Which rows shall come back: those that arrived in the hours from `from` (inside) to `to` (outside), epoch milliseconds. */
export const RestoreOrder = z
  .strictObject({
    from: z.int().min(0),
    to: z.int().min(0),
    tables: z.array(EventTable).min(1).max(EventTable.options.length).default(EventTable.options),
    /** Days from now on that the rows stay at least, whatever their own retention says. */
    keepDays: z.int().min(1).max(restoreLimits.keepDays).default(30),
  })
  .superRefine(({ from, to }, context) => {
    const { length } = archiveHours(from, to);
    if (length === 0) context.addIssue({ code: "custom", path: ["to"], message: "must be after from" });
    if (length > restoreLimits.hours)
      context.addIssue({ code: "custom", path: ["to"], message: "must be at most 31 days after from" });
  });
export type RestoreOrder = z.infer<typeof RestoreOrder>;

/**
 * A restore under way or done: `restore/<project>/<id>.json` in the archive's bucket. The API writes it once, the consumer's cron
 * then changes it after each step, so that a crash costs one step and a step done twice changes nothing.
 */
export const ArchiveRestore = z.object({
  id: z.uuid(),
  projectId: z.int().min(1),
  /** Whole hours. */
  from: z.int(),
  to: z.int(),
  tables: z.array(EventTable).min(1),
  /** The least `retention_days` of what is restored, so that it is not too old to stay. */
  retentionDays: z.int().min(1).max(65_535),
  askedAt: z.int(),
  state: z.enum(["waiting", "running", "done"]),
  /** What was read last: `after` is the name of a file, or stands before the table's first. */
  position: z.object({ table: EventTable, after: z.string() }),
  /** Hours are counted for each table. */
  hoursDone: z.int(),
  hoursTotal: z.int(),
  files: z.int(),
  bytes: z.int(),
  /** Rows read, rows written, and rows that were there already or stood in the files twice. */
  rows: z.object({ read: z.int(), restored: z.int(), present: z.int() }),
  /** Files that ClickHouse cannot read. */
  skipped: z.object({
    files: z.int(),
    examples: z.array(z.object({ name: z.string(), reason: z.string() })).max(restoreLimits.skippedExamples),
  }),
  /** Why the last step failed; it is tried again each minute. */
  problem: z.string().nullable(),
  /** Until then one cron run alone works on it. */
  leasedUntil: z.int(),
  finishedAt: z.int().nullable(),
});
export type ArchiveRestore = z.infer<typeof ArchiveRestore>;

/** The order as a restore that has not begun. */
export function newRestore({
  order,
  ...named
}: { order: RestoreOrder; askedAt: number } & Pick<ArchiveRestore, "id" | "projectId">): ArchiveRestore {
  const hours = archiveHours(order.from, order.to);
  const [from = order.from] = hours;
  const [table = "events"] = order.tables;
  return {
    ...named,
    from,
    to: from + hours.length * hourMs,
    tables: order.tables,
    retentionDays: Math.ceil(Math.max(0, named.askedAt - from + limits.eventAgeMs) / dayMs) + order.keepDays,
    state: "waiting",
    position: { table, after: beforeHour({ projectId: named.projectId, table }, from) },
    hoursDone: 0,
    hoursTotal: hours.length * order.tables.length,
    files: 0,
    bytes: 0,
    rows: { read: 0, restored: 0, present: 0 },
    skipped: { files: 0, examples: [] },
    problem: null,
    leasedUntil: 0,
    finishedAt: null,
  };
}

type Named = Pick<ArchiveRestore, "projectId" | "id">;

export const restoreFolder = (projectId: number): string => `restore/${projectId}/`;
export const restoreName = ({ projectId, id }: Named): string => `${restoreFolder(projectId)}${id}.json`;

/** Beside each restore that is not done lies an empty object, so that the cron finds it without reading those that are. */
export const openRestores = "restore-open/";
export const openRestoreName = ({ projectId, id }: Named): string => `${openRestores}${projectId}/${id}`;

/** What an open restore's name says; undefined where it is none. */
export function parseOpenRestore(name: string): Named | undefined {
  const [, project, id] = /^restore-open\/([1-9]\d{0,9})\/([\da-f-]{36})$/.exec(name) ?? [];
  return project && id ? { projectId: Number(project), id } : undefined;
}

/** The same restore after one more file that ClickHouse cannot read. */
export const skipFile = (
  { files, examples }: ArchiveRestore["skipped"],
  example: { name: string; reason: string },
): ArchiveRestore["skipped"] => ({
  files: files + 1,
  examples: [...examples, example].slice(0, restoreLimits.skippedExamples),
});

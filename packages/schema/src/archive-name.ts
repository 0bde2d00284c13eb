import type { QueueMessage } from "./queue-message.ts";
import { IngestTable } from "./rows.ts";

/** Which rows a file of the cold archive holds: of one project and table, received in one hour. */
export type ArchiveFile = {
  projectId: number;
  table: IngestTable;
  /** Milliseconds since the epoch; as parsed, the hour's first. */
  receivedAt: number;
  /** The first of its messages. */
  messageId: QueueMessage["id"];
  /** 8 hex digits that stand for its content. */
  hash: string;
};

/**
 * `archive/<project>/<table>/<day>/<hour>/<message>-<hash>.jsonl.gz`, day and hour of the arrival in UTC: a range of time is a range
 * of prefixes. Rows that were delivered twice may lie in two files; their event ids tell.
 */
export function archiveName({ projectId, table, receivedAt, messageId, hash }: ArchiveFile): string {
  const [day, time] = new Date(receivedAt).toISOString().split("T");
  return `archive/${projectId}/${table}/${day}/${time?.slice(0, 2)}/${messageId}-${hash}.jsonl.gz`;
}

const form =
  /^archive\/([1-9]\d{0,9})\/([a-z_]+)\/(\d{4}-\d\d-\d\d)\/(\d\d)\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})-([\da-f]{8})\.jsonl\.gz$/;

/** What a name says; undefined where it is none of the archive's. */
export function parseArchiveName(name: string): ArchiveFile | undefined {
  const [, project, tableName, day, hour, messageId, hash] = form.exec(name) ?? [];
  const table = IngestTable.safeParse(tableName);
  const receivedAt = Date.parse(`${day}T${hour}:00:00Z`);
  if (!table.success || !messageId || !hash || Number.isNaN(receivedAt)) return undefined;
  const file = { projectId: Number(project), table: table.data, receivedAt, messageId, hash };
  // A day such as February 30th is read as another one.
  return archiveName(file) === name ? file : undefined;
}

import { archiveFolder, archiveHourPath, archiveHours, type IngestTable } from "@perigee/schema";
import { join, type Sql, sql } from "../sql.ts";

/** Where the archive's bucket is reached by S3's protocol. `url` ends with the bucket's name, without a slash. */
export type ArchiveStore = { url: string; keyId: string; secret: string };

/** Hours of arrival: those from `from` (inside) to `to` (outside), epoch milliseconds. */
export type ArchiveScope = { store: ArchiveStore; projectId: number; table: IngestTable; from: number; to: number };

/** How a file's lines are read: as rows of these columns, or each as one text. */
const readings = {
  events: {
    format: "JSONEachRow",
    structure: "event_id UUID, received_at DateTime64(3, 'UTC'), event String, weight Float64",
  },
  lines: { format: "JSONAsString", structure: "line String" },
} as const;

/**
 * The lines of a project's files. The paths are made here, of the project's id and of hours, never of a caller's text: that keeps
 * projects apart. One s3() a day, since ClickHouse lists all names below the part of a path that stands before its first brace.
 * The secret is a value of the query, which ClickHouse hides in its logs.
 */
export function archivedLines({ store, ...scope }: ArchiveScope, reading: keyof typeof readings): Sql {
  const { format, structure } = readings[reading];
  const days = Map.groupBy(archiveHours(scope.from, scope.to).map(archiveHourPath), (path) => path.split("/")[0] ?? "");
  const files = Array.from(days, ([day, paths]) => {
    const hours = paths.map((path) => path.split("/")[1]).join(",");
    const url = `${store.url}/${archiveFolder(scope)}${day}/{${hours}}/*.jsonl.gz`;
    return sql`SELECT * FROM s3(${{ String: url }}, ${{ String: store.keyId }}, ${{ String: store.secret }},
      ${{ String: format }}, ${{ String: structure }}, 'gzip')`;
  });
  return join(files, sql` UNION ALL `);
}

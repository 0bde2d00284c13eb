import { type ArchiveFile, archiveName } from "./archive-name.ts";

/** Ranges of the cold archive go by whole hours of arrival, since its names do. Times are epoch milliseconds. */

export const hourMs = 3_600_000;

/** The first of each hour that the range touches; `from` is inside it, `to` is not. */
export function archiveHours(from: number, to: number): number[] {
  const first = Math.floor(from / hourMs);
  const count = Math.max(0, Math.ceil(to / hourMs) - first);
  return Array.from({ length: count }, (_, index) => (first + index) * hourMs);
}

type Place = Pick<ArchiveFile, "projectId" | "table">;

/** Where the files of a project's table lie. */
export const archiveFolder = ({ projectId, table }: Place): string => `archive/${projectId}/${table}/`;

/** `<day>/<hour>`, as it stands in names. */
export function archiveHourPath(hour: number): string {
  const name = archiveName({ projectId: 1, table: "events", receivedAt: hour, messageId: "", hash: "" });
  return name.split("/").slice(3, 5).join("/");
}

/** A text that sorts behind every file received before the hour and before all others of the folder. */
export const beforeHour = (place: Place, hour: number): string => archiveFolder(place) + archiveHourPath(hour);

import type { Rejected, RowGroup } from "@perigee/otlp";
import { limits } from "@perigee/schema";

/**
 * Leaves out the rows with which a request would grow beyond all measure: a resource of a megabyte stands once in a request of many
 * records, and in each of their rows.
 */
export function withinLimit(groups: readonly RowGroup[]): { groups: RowGroup[]; rejected: Rejected } {
  let left: number = limits.otlpWrittenChars;
  let count = 0;
  const kept = groups.map((group) => {
    const chars = prefixChars(group);
    const rows = group.rows.slice(0, Math.floor(left / chars));
    left -= rows.length * chars;
    count += group.rows.length - rows.length;
    return rows.length === group.rows.length ? group : { ...group, rows };
  });
  const message = `The attributes of resource and scope stand in each row, and would make more than ${limits.otlpWrittenChars} characters. Send fewer records with so large a resource.`;
  return {
    groups: kept.filter(({ rows }) => rows.length > 0),
    rejected: count > 0 ? { count, message } : { count, message: "" },
  };
}

const prefixChars = ({ shared }: RowGroup): number => JSON.stringify(shared).length;

import { z } from "zod";
import { type Sql, sql } from "./sql.ts";

/**
 * Pages of records with the newest first. A record is named by what the tables sort by last: nanoseconds since the epoch, its message, and
 * its place in that. The name of a page's last record leads to the next page, whatever has come in meanwhile.
 */
const pattern = /^(\d{1,19})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-(\d{1,10})$/;

export const cursor = z
  .string()
  .regex(pattern, { error: "must be the id of a record" })
  .transform((text) => {
    const [, nanos = "", messageId = "", seq = ""] = pattern.exec(text) ?? [];
    return { nanos: BigInt(nanos), messageId, seq: Number(seq) };
  })
  .refine(({ nanos, seq }) => nanos < 2n ** 63n && seq < 2 ** 32, { error: "must be the id of a record" })
  .optional();

export const recordId: Sql = sql`concat(toString(toUnixTimestamp64Nano(Timestamp)), '-', toString(message_id), '-', toString(seq))`;

export const newestFirst: Sql = sql`Timestamp DESC, message_id DESC, seq DESC`;

export function isBefore(last: z.output<typeof cursor>): Sql {
  if (!last) return sql`1`;
  const moment = sql`fromUnixTimestamp64Nano(toInt64(${{ UInt64: last.nanos }}), 'UTC')`;
  return sql`Timestamp <= ${moment} AND (Timestamp, message_id, seq) < (${moment}, ${{ UUID: last.messageId }}, ${{ UInt32: last.seq }})`;
}

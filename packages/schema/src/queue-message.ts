import { z } from "zod";
import { IngestTable } from "./rows.ts";

/**
 * One request becomes one queue message: per table gzip of finished JSONEachRow lines, each ending in a newline: one member,
 * or several in a row where the lines are many (RFC 1952, section 2.2). The consumer joins members of many messages byte by byte, and parses only the rows
 * of a message that a crash cut in two. Sent as a structured clone ("v8").
 */
export const QueueMessage = z.object({
  /** UUIDv7; stands in every row as `message_id`. The same events of the same batch have the same one, however often they are sent. */
  id: z.uuid(),
  projectId: z.int().min(1),
  /** Milliseconds since the epoch by the edge's clock. */
  receivedAt: z.int(),
  /** The project wants a copy of these rows in the cold archive. */
  archive: z.boolean().default(false),
  /** Name in the spool's bucket under which a copy lies until the rows are stored; only where messages are spooled first. */
  spooledAs: z.string().optional(),
  /** A message with this id may have gone out before (the client lost the answer), so it must not be stored unasked. */
  retried: z.boolean().optional(),
  segments: z.array(z.object({ table: IngestTable, rows: z.int().min(1), gzip: z.instanceof(Uint8Array) })).min(1),
});
export type QueueMessage = z.infer<typeof QueueMessage>;

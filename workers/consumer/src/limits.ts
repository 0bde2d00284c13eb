const hourMs = 3_600_000;

/** Every limit of this Worker, in one place. An isolate has 128 MB, and a queue batch brings up to 13 MB of messages. */
export const limits = {
  /** Compressed bytes in one INSERT: all that is held twice, since the members are joined in memory. */
  insertBytes: 4_000_000,
  /** Rows in one INSERT. Below a million and 256 MB of text ClickHouse makes one block of it, which is written whole or not at all. */
  insertRows: 50_000,
  /** How long one INSERT may take. */
  insertMs: 30_000,
  /** A queue invocation may last 15 minutes; what is left at this time comes again. */
  batchMs: 5 * 60_000,
  /** Errors of ClickHouse's that name no cause, after which a table's rows are no longer halved in search of it. */
  unexplainedErrors: 20,
  /** Compressed bytes that the sweep reads, stores and deletes in one go. */
  sweepBytes: 8_000_000,
  /** Objects that one sweep takes at most, and how many R2 sends at the same time. */
  sweepObjects: 5_000,
  sweepReads: 20,
  /** Projects of a day that one sweep looks at. */
  sweepProjects: 200,
  /** A sweep begins no new round after this time; the next begins a minute after the last. */
  sweepMs: 40_000,
  /** After this time another invocation may sweep, whatever became of the one that held the lease. */
  leaseMs: 120_000,
  /** A spooled message that the queue took as well may still come from there for this long: ten attempts take 67 minutes. */
  queuedMs: 2 * hourMs,
  /** The same, less the time that a delivery may be under way: from then on a delivered message may have been swept. */
  queuedForSureMs: 1.75 * hourMs,
  /** A spooled message that ClickHouse refuses without naming a reason is given up after this time. */
  spoolMs: 24 * hourMs,
  deadLetterMs: 30 * 24 * hourMs,
  /** Keys that R2 deletes in one call. */
  deleteKeys: 1_000,
} as const;

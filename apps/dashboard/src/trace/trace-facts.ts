import type { BrowserRow, TraceRow } from "./span-tree.ts";

export const isBrowserRow = (row: TraceRow): row is BrowserRow => row.kind !== "span" && row.kind !== "log";

/** Id of the visit that the trace began in; undefined where no browser took part in it. */
export const visitOf = (rows: readonly TraceRow[]): string | undefined =>
  rows.filter(isBrowserRow).find(({ sessionId }) => sessionId !== "")?.sessionId;

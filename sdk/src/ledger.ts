import type { CoreClient } from "./client.ts";
import type { Sent } from "./delivery.ts";

/** Bodies that the ledger remembers. */
const MOST = 30;

/** One body that left. */
export type LedgerEntry = {
  /** Milliseconds since the epoch. */
  sentAt: number;
  via: "fetch" | "beacon";
  /** Characters of the body before compression. */
  chars: number;
  /** The whole body. */
  body: unknown;
};

export type Ledger = {
  /** What has left this page so far, the last 30 bodies, for privacy reviews. */
  ledger(): readonly LedgerEntry[];
};

/** Remembers what left the browser. */
export function ledger({ context }: CoreClient): Ledger {
  const entries: (Sent & { sentAt: number })[] = [];
  context.on("sent", (sent) => {
    entries.push({ ...sent, sentAt: Date.now() });
    entries.splice(0, entries.length - MOST);
  });
  return {
    ledger: () =>
      entries.map(({ sentAt, text, response }) => ({
        sentAt,
        via: response === undefined ? "beacon" : "fetch",
        chars: text.length,
        body: JSON.parse(text),
      })),
  };
}

import type { Logs, Metrics, Rejected, Spans } from "@perigee/otlp";
import type { Failure, Result } from "@perigee/schema";

/**
 * What a request of a foreign client said, in our terms. Any part may be empty. `batches` have the shape of `WireBatch`. `eventId` is the
 * client's name for what it sent, where its answer must repeat that.
 */
export type Said = {
  logs: Logs;
  spans: Spans;
  metrics: Metrics;
  batches: unknown[];
  rejected: Rejected;
  eventId?: string | undefined;
  /** Things that were understood and are of no use here. */
  notKept?: number;
};

/** Where a visit came from, and to which page. */
export type Arrival = { referrer?: string | undefined; entryUrl?: string | undefined };

/**
 * The visit of whoever sent the request: `sessionId` where the client knows it, else by its visitor, `site`, and `time` in milliseconds since
 * the epoch. The arrival is that of the visit's first event as far as it is known, else the one given.
 */
export type FindVisit = (
  site: string,
  event: { time: number; sessionId?: string | undefined } & Arrival,
) => { sessionId: string } & Arrival;

/** A body whose compression by Content-Encoding is already undone, and the headers and query that came with it. */
export type Asked = { body: Uint8Array; headers: Headers; url: URL; receivedAt: number; findVisit: FindVisit };

/** An address that clients of another product already know. One file a product; the list of all is `doors`. */
export type Door = {
  /** Path without a trailing slash; `:key` in it takes one segment, which may be the API key, and `:` with another name any segment. */
  path: string;
  /** Whether its clients are pages that do not say all of their visit, so that `findVisit` must be ready. */
  findsVisits?: true;
  /** Where this product's clients put the key, beside `?key=`, `Authorization: Bearer` and `x-api-key`. */
  keyOf?: (headers: Headers, url: URL) => string | undefined;
  read: (asked: Asked) => Result<Said>;
  /** The product's own way to say that all is well; refusals are answered by ingest, with the status of the failure. */
  accept: (said: Said) => Response;
  /** What its clients look for in a refusal beside that. */
  refusalHeaders?: (failure: Failure) => Record<string, string>;
};

import { randomHex } from "./uuid.ts";

/** W3C Trace Context, section 3.2: what ties a request to the back end's trace of it. */

export type Span = {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
};

/** The span that a `traceparent` of version 00 names. Ids of only zeros say that there is none; in capitals they are malformed. */
export const parseTraceparent = (header: string | undefined): Span | undefined =>
  /^00-(?!0+-)(?<traceId>[\da-f]{32})-(?!0+-)(?<spanId>[\da-f]{16})-..$/.exec(`${header}`)?.groups as Span | undefined;

/**
 * A new span of a trace that has begun, or of one that begins here, with the flag that says that the caller records it: only kept sessions
 * send it.
 */
export const makeTraceparent = (traceId: string = randomHex() + randomHex()): string =>
  `00-${traceId}-${randomHex()}-01`;

/**
 * The trace in which the server made this document, as its `Server-Timing: traceparent;desc="00-…"` or else
 * `<meta name="traceparent" content="00-…">` says.
 */
export function pageTraceId(): string | undefined {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const timing = entry?.serverTiming?.find(({ name }) => name === "traceparent");
  const meta = document.querySelector<HTMLMetaElement>("meta[name=traceparent]");
  return parseTraceparent(timing?.description ?? meta?.content)?.traceId;
}

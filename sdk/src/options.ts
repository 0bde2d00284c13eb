import type { WireEvent } from "./wire.ts";

export type Consent = "pending" | "granted" | "denied";

/** Everything `init` takes. Only `apiKey` and `endpoint` are required. */
export type Options = {
  /** The project's public key, `pk_…`. It may only write, and only from the project's origins. */
  apiKey: string;
  /** Address of the ingest Worker, such as `https://in.example.com`, or a path on your own origin that is forwarded to it. */
  endpoint: string;
  /** Version of your build, such as a commit hash; at most 100 characters. Default: none. */
  release?: string | undefined;
  /** Such as `production`; at most 100 characters. Default: none. */
  environment?: string | undefined;
  /** Name of the front end, where a project has several; at most 100 characters. Default: none. */
  service?: string | undefined;
  /** Events that make a batch leave at once, 1 to 100. Default: 100. */
  batchSize?: number | undefined;
  /** Longest time an event waits for company, in milliseconds, at least 0. Default: 5000. */
  flushInterval?: number | undefined;
  /** `auto` compresses bodies over 1 KB with gzip where the browser can, except while the page is left. Default: `auto`. */
  compression?: "auto" | "none" | undefined;
  /**
   * Where the session lives. `memory` stores nothing, and each full page load is a session of its own: on a site of several documents every
   * page then counts as a bounce. `session` keeps it for the tab, which buys true bounce rates and session times there; `local` keeps it over
   * tabs and adds an anonymous visitor id. Ask for consent where the law wants it. Default: `memory`.
   */
  persistence?: "memory" | "session" | "local" | undefined;
  /** Share of sessions that are recorded, 0 to 1. A session is kept or left out as a whole; what is kept carries its weight. Default: 1. */
  sampleRate?: number | undefined;
  /** Share of sessions whose errors are recorded, 0 to 1, where it is more than `sampleRate`. Default: 1. */
  errorSampleRate?: number | undefined;
  /**
   * `pending` keeps events in memory until `setConsent` says more; `denied` records nothing. Nothing is sent or stored before it is
   * `granted`. Default: `granted`, or `denied` where the browser asks for it by Global Privacy Control.
   */
  consent?: Consent | undefined;
  /** Whether Global Privacy Control counts as `denied` until `setConsent("granted")` is called. Default: true. */
  respectGpc?: boolean | undefined;
  /** Origins other than the page's own whose requests get a W3C `traceparent`, such as `https://api.example.com`. They must allow that header by CORS. An expression must match the whole origin. Default: none. */
  traceOrigins?: readonly (string | RegExp)[] | undefined;
  /** Sees every event before it is queued: return it, changed or not, or null to drop it. If it throws, the event is dropped, since it may be what guards privacy. Default: none. */
  beforeSend?: ((event: WireEvent) => WireEvent | null) | undefined;
  /** Names of query parameters that stay in page addresses; all others are cut off. Default: none. */
  trackQueryParams?: readonly string[] | undefined;
  /** Gives the route pattern of an address, such as `/product/[id]`; undefined where there is none. Default: none. */
  routePattern?: ((url: URL) => string | undefined) | undefined;
  /** Says in the console what failed, and what the server refused. Default: false. */
  debug?: boolean | undefined;
};

import type { WireEvent } from "./wire.ts";

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
  /** Sees every event before it is queued: return it, changed or not, or null to drop it. If it throws, the event is dropped, since it may be what guards privacy. Default: none. */
  beforeSend?: ((event: WireEvent) => WireEvent | null) | undefined;
  /** Names of query parameters that stay in page addresses; all others are cut off. Default: none. */
  trackQueryParams?: readonly string[] | undefined;
  /** Gives the route pattern of an address, such as `/product/[id]`; undefined where there is none. Default: none. */
  routePattern?: ((url: URL) => string | undefined) | undefined;
  /** Says in the console what was dropped and why. Default: false. */
  debug?: boolean | undefined;
};

import type { ErrorExtra } from "./error-draft.ts";
import type { Context, Instrumentation } from "./instrumentation.ts";
import type { Consent, Options } from "./options.ts";
import { safely } from "./safely.ts";
import { startClient } from "./start-client.ts";

export type CoreClient = {
  /** What extensions such as `identity(client)` build on. */
  readonly context: Context;
  /** UUIDv7 of the running session; empty where nothing is recorded, as on a server. */
  readonly sessionId: string;
  /**
   * Sends an event of your own.
   * @param name at most 100 characters; `pageview` and `engagement` are taken
   * @param props at most 50 scalars, strings of at most 1000 characters; other values are sent as JSON
   * @param value a number to sum, such as revenue
   */
  track(name: string, props?: Record<string, unknown>, value?: number): void;
  /** Reports an error that was caught. */
  error(error: unknown, extra?: ErrorExtra): void;
  /** Gives or takes back consent. Taking it back drops what waits, and clears what was stored. */
  setConsent(consent: Consent): void;
  /** Sends what waits, now. */
  flush(): void;
  /** Sends what waits, and takes every listener, timer and patch off the page. */
  stop(): void;
};

/**
 * Starts a client with exactly these instrumentations; the bundler leaves out the others. Never throws: on a server, and where the options
 * cannot work, there is none.
 */
export function createClient(options: Options, instrumentations: readonly Instrumentation[]): CoreClient | undefined {
  return safely(() => startClient(options, instrumentations));
}

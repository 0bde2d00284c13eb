import { breadcrumbs } from "./breadcrumbs.ts";
import { createClient } from "./client.ts";
import { setDebug, warn } from "./debug.ts";
import { flags } from "./flags.ts";
import { identity } from "./identity.ts";
import { type Client, inertClient } from "./inert-client.ts";
import type { Instrumentation } from "./instrumentation.ts";
import { ledger } from "./ledger.ts";
import type { Options } from "./options.ts";
import { pages } from "./pages.ts";

/**
 * Starts a client that has every method, with exactly these instrumentations. On a server, or without a key, it gives one that does nothing,
 * so that nobody has to ask.
 */
export function createFullClient(options: Options, instrumentations: readonly Instrumentation[]): Client {
  if (typeof window === "undefined") return inertClient;
  if (options.debug) setDebug(warn);
  const core = options.apiKey ? createClient(options, instrumentations) : undefined;
  if (!core) {
    warn("not started: check apiKey and endpoint");
    return inertClient;
  }
  // Onto the client itself, since a copy would freeze its getter.
  return Object.assign(core, pages(core), identity(core), breadcrumbs(core), flags(core), ledger(core));
}

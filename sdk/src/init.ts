import { type Client, createClient } from "./client.ts";
import { warn } from "./debug.ts";
import type { Instrumentation } from "./instrumentation.ts";
import { engagement } from "./instrumentations/engagement.ts";
import { errors } from "./instrumentations/errors.ts";
import { pageviews } from "./instrumentations/pageviews.ts";
import { webVitals } from "./instrumentations/web-vitals.ts";
import type { Options } from "./options.ts";

let running: Client | undefined;
let warned = false;

/**
 * Starts Perigee with everything it can watch. A second call returns the running client, and on a server it returns one that does nothing.
 * To leave parts out of the bundle, use `createClient`.
 */
export function init(options: Options): Client {
  if (typeof window === "undefined") return createClient(options, []);
  if (running) {
    if (!warned) warn("init was called twice: the second options are ignored");
    warned = true;
    return running;
  }
  const forget: Instrumentation = () => () => {
    running = undefined;
  };
  running = createClient(options, [pageviews, engagement, errors, webVitals, forget]);
  return running;
}

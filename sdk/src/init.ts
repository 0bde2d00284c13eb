import { createFullClient } from "./full-client.ts";
import { type Client, inertClient } from "./inert-client.ts";
import type { Instrumentation } from "./instrumentation.ts";
import { clockSkew } from "./instrumentations/clock-skew.ts";
import { consoleErrors } from "./instrumentations/console-errors.ts";
import { engagement } from "./instrumentations/engagement.ts";
import { errorCauses } from "./instrumentations/error-causes.ts";
import { errors } from "./instrumentations/errors.ts";
import { fetchLaterTail } from "./instrumentations/fetch-later.ts";
import { frustrations } from "./instrumentations/frustrations.ts";
import { historyFallback } from "./instrumentations/history-fallback.ts";
import { interactions } from "./instrumentations/interactions.ts";
import { longFrames } from "./instrumentations/long-frames.ts";
import { navigationTiming } from "./instrumentations/navigation-timing.ts";
import { pageviews } from "./instrumentations/pageviews.ts";
import { persistence } from "./instrumentations/persistence.ts";
import { requests } from "./instrumentations/requests.ts";
import { resourceErrors } from "./instrumentations/resource-errors.ts";
import { resources } from "./instrumentations/resources.ts";
import { webVitals } from "./instrumentations/web-vitals.ts";
import type { Options } from "./options.ts";
import { soon } from "./soon.ts";

let running: Client | undefined;

/**
 * Starts Perigee with everything it can watch. A second call returns the running client; on a server, or without a key, it returns one that
 * does nothing. To leave parts out of the bundle, use `createClient`.
 * @param more `offlineQueue`, or instrumentations of your own
 */
export function init(options: Options, ...more: readonly Instrumentation[]): Client {
  if (running) return running;
  const forget: Instrumentation = () => () => {
    running = undefined;
  };
  const client = createFullClient(options, parts([...more, forget]));
  if (client !== inertClient) running = client;
  return client;
}

/** Those that miss something when they start late, then the others, and `more`. Made here and not beside, or no bundler could leave them out. */
const parts = (more: readonly Instrumentation[]): readonly Instrumentation[] => [
  persistence,
  pageviews,
  errors,
  errorCauses,
  requests,
  consoleErrors,
  ...more,
  soon(
    clockSkew,
    fetchLaterTail,
    historyFallback,
    engagement,
    resourceErrors,
    interactions,
    frustrations,
    resources,
    navigationTiming,
    longFrames,
    webVitals,
  ),
];

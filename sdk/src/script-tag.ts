import type { Client } from "./inert-client.ts";
import { init } from "./init.ts";
import type { Instrumentation } from "./instrumentation.ts";
import type { Options } from "./options.ts";
import { safely } from "./safely.ts";
import { readOptions } from "./script-options.ts";
import { uncaughtDraft } from "./uncaught.ts";

/**
 * The script-tag build: starts with the options on its own element, or those of a call `perigee.init(options)`, and then does what the page
 * asked of the snippet before it was there.
 */
type Call = [method: string, ...args: unknown[]];
type Queue = Call[] & EventListenerObject & { init?: (options: Options) => Client };

const page = window as Window & { perigee?: unknown };

/** Reports what the snippet heard at the time it happened, and takes its ears off just when the SDK's own are there. */
const earlyErrors =
  (queue: Queue): Instrumentation =>
  (emit) => {
    removeEventListener("error", queue);
    removeEventListener("unhandledrejection", queue);
    for (const [method, event] of queue) {
      if (method !== "handleEvent") continue;
      const uncaught = event as ErrorEvent;
      emit({ ...uncaughtDraft(uncaught), time: Math.round(performance.timeOrigin + uncaught.timeStamp) });
    }
    return () => {};
  };

function start(script: HTMLScriptElement | null): void {
  const queue = (Array.isArray(page.perigee) ? page.perigee : []) as Queue;
  const begin = (options: Options) => {
    const client = init(options, earlyErrors(queue));
    // Delegates, since the client's session id is a getter that a copy would freeze.
    page.perigee = Object.assign(Object.create(client), { init });
    // Who took hold of the snippet's object goes on with that.
    Object.assign(queue, client);
    for (const [method, ...args] of queue) {
      safely(() => (client[method as "track"] as ((...args: unknown[]) => void) | undefined)?.(...args));
    }
    return client;
  };
  const [, asked] = queue.find(([method]) => method === "init") ?? [];
  const options = readOptions(script) ?? (asked as Options | undefined);
  if (options) begin(options);
  else {
    // The options come later, and so do the calls.
    queue.init = begin;
    page.perigee = queue;
  }
}

safely(() => start(document.currentScript as HTMLScriptElement | null));

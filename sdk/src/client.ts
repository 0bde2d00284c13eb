import { createBatcher } from "./batch.ts";
import { debug, setDebug, warn } from "./debug.ts";
import { createDelivery } from "./delivery.ts";
import { type ErrorExtra, errorDraft } from "./error-draft.ts";
import type { Draft, Instrumentation } from "./instrumentation.ts";
import { createLifecycle, whenActivated } from "./lifecycle.ts";
import type { Options } from "./options.ts";
import { createPages, type Page } from "./page.ts";
import { createRecord } from "./record.ts";
import { safely, stopAll } from "./safely.ts";
import { createSessions } from "./session.ts";
import type { Props } from "./wire.ts";

/** What a page view is told by hand. Each default is what the browser says. */
export type PageOverrides = {
  /** Address, absolute or relative. Default: the current one. */
  url?: string | undefined;
  /** Route pattern such as `/product/[id]`, at most 300 characters. */
  route?: string | undefined;
  /** Default: `document.title`. */
  title?: string | undefined;
};

export type Client = {
  /** UUIDv7 of the running session; empty where nothing is recorded, as on a server. */
  readonly sessionId: string;
  /**
   * Sends an event of your own.
   * @param name at most 100 characters; `pageview` and `engagement` are taken
   * @param props at most 50 scalars, strings of at most 1000 characters; other values are sent as JSON
   * @param value a number to sum, such as revenue
   */
  track(name: string, props?: Record<string, unknown>, value?: number): void;
  /**
   * Counts a page view by hand, or tells more about the current one: for the address that was counted last, route and title are taken over
   * and no second view is counted.
   */
  page(overrides?: PageOverrides): void;
  /** Reports an error that was caught. */
  error(error: unknown, extra?: ErrorExtra): void;
  /** Sends what waits, now. */
  flush(): void;
  /** Sends what waits, and takes every listener, timer and patch off the page. */
  stop(): void;
};

/**
 * Starts a client with exactly these instrumentations; the bundler leaves out the others. Never throws: without a window, a key or a valid
 * endpoint it returns a client that does nothing.
 */
export function createClient(options: Options, instrumentations: readonly Instrumentation[]): Client {
  if (typeof window !== "undefined") {
    setDebug(options.debug);
    // Pages of other schemes (file:, app:) have no address that ingest takes.
    const isUsable = options.apiKey && options.endpoint && /^https?:$/.test(location.protocol);
    const client = isUsable && safely(() => startClient(options, instrumentations));
    if (client) return client;
    warn("not started: check apiKey and endpoint");
  }
  const nothing = () => {};
  return { sessionId: "", track: nothing, page: nothing, error: nothing, flush: nothing, stop: nothing };
}

function startClient(options: Options, instrumentations: readonly Instrumentation[]): Client {
  const pages = createPages(options);
  const sessions = createSessions(options.persistence);
  const delivery = createDelivery(options);
  const batcher = createBatcher(options, delivery.add);
  const flush = (gone?: boolean) => {
    sessions.save();
    batcher.seal();
    if (gone) delivery.handOver();
    else delivery.send();
  };
  const lifecycle = createLifecycle(flush, options.flushInterval);
  const record = createRecord({ options, pages, sessions, batcher });

  let stopped = false;
  const emit = (draft: Draft) => {
    if (stopped) return;
    record(draft);
    lifecycle.schedule();
  };

  let viewed: Page | undefined;
  const startView = (href: string, route?: string) => {
    lifecycle.leave("view");
    viewed = pages.open(href, route);
    return viewed;
  };

  const page = ({ url = location.href, ...told }: PageOverrides = {}) => {
    if (viewed?.url === pages.scrub(url)) {
      Object.assign(viewed, told);
      return;
    }
    const navigationType = viewed ? "soft-navigation" : "navigate";
    startView(url, told.route);
    emit({ kind: "pageview", title: told.title ?? document.title, navigationType });
  };

  const stops = [lifecycle.stop, delivery.stop];
  const stopWaiting = whenActivated(() => {
    const context = { ...pages, startView, onLeave: lifecycle.onLeave };
    for (const start of instrumentations) {
      const stop = safely(() => start(emit, context));
      if (stop) stops.push(stop);
    }
    delivery.send();
  });

  return {
    get sessionId() {
      return sessions.current().id;
    },
    track: guard((name, props, value) => {
      if (/^(pageview|engagement)?$/.test(name)) return debug("dropped: bad name", name);
      emit({
        kind: "custom",
        name: String(name),
        value: Number.isFinite(value) ? value : undefined,
        props: props as Props,
      });
    }),
    page: guard(page),
    error: guard((error, extra) => emit(errorDraft(error, "manual", extra))),
    flush: guard(() => flush()),
    stop: guard(() => {
      flush();
      stopped = true;
      stopAll(stopWaiting, ...stops)();
    }),
  };
}

/** The page calls us in the middle of its own work: what goes wrong here must not stop it. */
const guard =
  <Args extends unknown[]>(act: (...args: Args) => void): ((...args: Args) => void) =>
  (...args) =>
    void safely(() => act(...args));

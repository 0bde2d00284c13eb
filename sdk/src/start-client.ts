import { createBus } from "./bus.ts";
import type { CoreClient } from "./client.ts";
import { makeContext } from "./context.ts";
import { createDelivery } from "./delivery.ts";
import { errorDraft } from "./error-draft.ts";
import type { Context, Emit, Instrumentation } from "./instrumentation.ts";
import { createLifecycle, whenActivated } from "./lifecycle.ts";
import type { Consent, Options } from "./options.ts";
import { createRecord } from "./record.ts";
import { guard, safely, stopAll } from "./safely.ts";
import { createSessions } from "./session.ts";
import { createViews } from "./views.ts";
import type { Props } from "./wire.ts";

/** Puts the parts together. May throw on options that cannot work. */
export function startClient(options: Options, instrumentations: readonly Instrumentation[]): CoreClient {
  const gpc = options.respectGpc !== false && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  let consent: Consent = gpc ? "denied" : (options.consent ?? "granted");

  const emit: Emit = (draft) => {
    if (consent === "denied") return;
    record(draft);
    lifecycle.schedule();
  };

  const bus = createBus();
  const views = createViews(options, bus, emit);
  const isGranted = () => consent === "granted";
  const delivery = createDelivery({ ...bus, options, isGranted, makeContext: () => makeContext(context) });
  const sessions = createSessions(delivery.seal);
  const context: Context = { ...bus, ...views, options, sessions, delivery, isGranted, emit, identity: {} };
  const record = createRecord(context);

  const flush = (gone?: boolean) => {
    bus.tell("flush", true);
    delivery.flush(gone);
  };
  const leave = () => {
    views.settle();
    bus.tell("leave", "hidden");
  };
  const lifecycle = createLifecycle(leave, flush, options.flushInterval);

  const stops: ((() => void) | undefined)[] = [lifecycle.stop];
  const stopWaiting = whenActivated(() => {
    for (const start of instrumentations) stops.push(safely(() => start(emit, context)));
    // What was told while the page was prerendered. Not a flush for all: nothing is read or written before the first event.
    delivery.flush();
  });

  return {
    context,
    get sessionId() {
      return sessions.current().id;
    },
    track: guard((name, props, value) => emit({ kind: "custom", name, value, props: props as Props })),
    page: guard(({ url = location.href, ...told } = {}) => {
      if (views.current().url !== views.scrub(url)) {
        views.settle();
        views.view("soft-navigation", url);
      }
      Object.assign(views.current(), told);
    }),
    error: guard((error, extra) => emit(errorDraft(error, "manual", extra))),
    setConsent: guard((next) => {
      const wasDenied = consent === "denied";
      consent = next;
      if (next === "denied") {
        delivery.drop();
        sessions.forget();
        bus.tell("forget", true);
      } else if (wasDenied) {
        // Nothing was told of the view that is on the screen.
        const page = views.current();
        Object.assign(views.view("navigate"), page);
      }
      flush();
    }),
    flush: guard(() => flush()),
    stop: guard(() => {
      leave();
      // Beacons need nobody who waits for an answer.
      flush(true);
      consent = "denied";
      stopAll(stopWaiting, ...stops)();
    }),
  };
}

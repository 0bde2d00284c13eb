import { createBus } from "./bus.ts";
import type { CoreClient } from "./client.ts";
import { createDelivery } from "./delivery.ts";
import { errorDraft } from "./error-draft.ts";
import type { Context, Emit, Instrumentation } from "./instrumentation.ts";
import { createLifecycle } from "./lifecycle.ts";
import type { Consent, Options } from "./options.ts";
import { createRecord } from "./record.ts";
import { guard, listen, safely, stopAll } from "./safely.ts";
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
    schedule();
  };

  const bus = createBus();
  const views = createViews(options, bus, emit);
  const context = {
    ...bus,
    ...views,
    options,
    isGranted: () => consent === "granted",
    emit,
    identity: {},
    sessions: createSessions(() => delivery.seal()),
  } as Context;
  const delivery = createDelivery(context);
  context.delivery = delivery;
  const { sessions } = context;
  const record = createRecord(context);

  const flush = (gone?: boolean) => {
    bus.tell("flush", true);
    delivery.flush(gone);
  };
  const leave = () => {
    views.settle();
    bus.tell("leave", "hidden");
  };
  const [schedule, stop] = createLifecycle(leave, flush, options.flushInterval);

  /** Once the page is seen by somebody. */
  const start = () => {
    for (const instrument of instrumentations) stops.push(safely(() => instrument(emit, context)));
    // What was told while the page was prerendered. Not a flush for all: nothing is read or written before the first event.
    delivery.flush();
  };
  const stops: ((() => void) | undefined)[] = [stop, listen(document, "prerenderingchange", start)];
  if (!document.prerendering) start();

  return {
    context,
    get sessionId() {
      return sessions.current().id;
    },
    track: guard((name, props, value) => emit({ kind: "custom", name, value, props: props as Props })),
    error: guard((error, extra) => emit(errorDraft(error, "manual", extra))),
    setConsent: guard((next) => {
      const wasDenied = consent === "denied";
      consent = next;
      if (consent === "denied") {
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
      stopAll(...stops)();
    }),
  };
}

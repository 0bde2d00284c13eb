import type { Bus } from "./bus.ts";
import type { Delivery } from "./delivery.ts";
import type { Options } from "./options.ts";
import type { Sessions } from "./session.ts";
import type { Views } from "./views.ts";
import type { WireContext, WireEvent } from "./wire.ts";

/** An event before the client has stamped it. `url`, `route` and `time` default to the current page and to now. */
export type Draft = WireEvent extends infer Event
  ? Event extends WireEvent
    ? Omit<Event, "id" | "seq" | "time" | "url" | "route"> & Partial<Pick<Event, "time" | "url" | "route">>
    : never
  : never;

export type Emit = (draft: Draft) => void;

/** `hidden`: the tab is hidden, frozen or left, and may never come back. `view`: another view begins in the same document. */
export type LeaveReason = "hidden" | "view";

export type Context = Bus &
  Views & {
    options: Options;
    sessions: Sessions;
    /** Where batches go, and what is on its way there. */
    delivery: Delivery;
    /** Whether what is recorded may be sent and stored. */
    isGranted(): boolean;
    emit: Emit;
    /** What parts of the client add to the next batches: who the visitor is, what holds for everything, how the clock goes. */
    identity: Pick<WireContext, "userId" | "visitorId" | "props" | "clockOffset">;
    /** Trace id of the interaction that was under way at a moment on the time line of `performance.now()`, default now. Given by the interactions instrumentation. */
    traceAt?: (time?: number) => string | undefined;
  };

/** Watches one thing in the page. It is started once the page is seen by somebody, never in a prerendered one. */
export type Instrumentation = (emit: Emit, context: Context) => () => void;

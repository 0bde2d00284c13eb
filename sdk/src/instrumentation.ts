import type { Page, Pages } from "./page.ts";
import type { WireEvent } from "./wire.ts";

/** An event before the client has stamped it. `url`, `route` and `time` default to the current page and to now. */
export type Draft = WireEvent extends infer Event
  ? Event extends WireEvent
    ? Omit<Event, "id" | "seq" | "time" | "url" | "route"> & Partial<Pick<Event, "time" | "url" | "route">>
    : never
  : never;

export type Emit = (draft: Draft) => void;

/** `hidden`: the tab is hidden, frozen or left, and may never come back. `view`: another view begins in the same document. */
export type LeaveReason = "hidden" | "view";

export type Context = Pages & {
  /** Makes another page the current one, after everybody has heard that this one is left. */
  startView(href: string, route?: string): Page;
  /** Calls back while the page that is being left is still the current one, and before the queue is sent. */
  onLeave(listener: (reason: LeaveReason) => void): () => void;
};

/** Watches one thing in the page. It is started once the page is seen by somebody, never in a prerendered one. */
export type Instrumentation = (emit: Emit, context: Context) => () => void;

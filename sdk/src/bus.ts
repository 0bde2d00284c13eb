import type { Sent } from "./delivery.ts";
import type { LeaveReason } from "./instrumentation.ts";
import { safely } from "./safely.ts";
import type { WireEvent } from "./wire.ts";

/** What the parts of a client tell each other, by name. */
export type Tidings = {
  /** The page is being left; it is still the current one, and the queue was not sent yet. */
  leave: LeaveReason;
  /** An event before it is in line to be sent, also where sampling leaves it out. Listeners may add to it. */
  event: WireEvent;
  /** Somebody pressed or clicked something: `pointerdown` or `click`, what was meant, and the event's path from the innermost element on. */
  acted: { type: string; meant: Element; path: readonly Element[]; traceId?: string | undefined; target: string };
  /** A body is on its way. */
  sent: Sent;
  /** The address of the document changed, and whether its history entry was replaced. */
  moved: { replaced: boolean };
  /** The queue is about to be sent: what outlives the page must be written down. */
  flush: true;
  /** The session ended by `reset` or by the loss of consent, and what was remembered of it must go. */
  forget: true;
};

export type Bus = {
  /** Calls back until the returned function is called. */
  on<Name extends keyof Tidings>(name: Name, listener: (value: Tidings[Name]) => void): () => void;
  tell<Name extends keyof Tidings>(name: Name, value: Tidings[Name]): void;
};

/** One that fails to listen does not keep the tidings from the others. */
export function createBus(): Bus {
  const listeners = new Set<[name: string, listener: (value: never) => void]>();
  return {
    on(...entry) {
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    tell(name, value) {
      for (const [wanted, listener] of listeners) if (wanted === name) safely(() => listener(value as never));
    },
  };
}

import { debug } from "./debug.ts";

/** Runs something of ours in other people's page: what it throws goes to the debug console and no further. */
export function safely<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    return debug(error);
  }
}

/** Listens until the returned function is called; a listener that fails does not reach the page. */
export function listen<E extends Event>(target: EventTarget, type: string, listener: (event: E) => void): () => void {
  const guarded = (event: Event) => safely(() => listener(event as E));
  target.addEventListener(type, guarded);
  return () => target.removeEventListener(type, guarded);
}

/** Calls later, unless the returned function is called before. */
export function later(act: () => void, ms: number): () => void {
  const timer = setTimeout(() => safely(act), ms);
  return () => clearTimeout(timer);
}

export const stopAll =
  (...stops: (() => void)[]): (() => void) =>
  () => {
    for (const stop of stops) safely(stop);
  };

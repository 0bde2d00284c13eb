import { debug } from "./debug.ts";

/** Runs something of ours in other people's page: what it throws goes to the debug console and no further. */
export function safely<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    return debug(error);
  }
}

/** The page calls us in the middle of its own work: what goes wrong here must not stop it. */
export const guard =
  <Args extends unknown[]>(act: (...args: Args) => void): ((...args: Args) => void) =>
  (...args) =>
    void safely(() => act(...args));

/** Listens until the returned function is called; a listener that fails does not reach the page. */
export function listen<E extends Event>(target: EventTarget, type: string, listener: (event: E) => void): () => void {
  const guarded = guard(listener) as EventListener;
  target.addEventListener(type, guarded);
  return () => target.removeEventListener(type, guarded);
}

/** As `listen`, but before the page's own listeners, and also to what does not bubble. */
export function capture<E extends Event>(target: EventTarget, type: string, listener: (event: E) => void): () => void {
  const guarded = guard(listener) as EventListener;
  target.addEventListener(type, guarded, true);
  return () => target.removeEventListener(type, guarded, true);
}

/** Calls later, unless the returned function is called before. */
export function later(act: () => void, ms: number): () => void {
  const timer = setTimeout(guard(act), ms);
  return () => clearTimeout(timer);
}

export const stopAll = (...stops: ((() => void) | undefined)[]): (() => void) =>
  guard(() => {
    for (const stop of stops) safely(() => stop?.());
  });

import type { Instrumentation } from "./instrumentation.ts";
import { later, safely, stopAll } from "./safely.ts";

/** Starts parts in a task of their own, so that the page's own scripts go on before. */
export const soon =
  (...parts: readonly Instrumentation[]): Instrumentation =>
  (emit, context) => {
    const stops: ((() => void) | undefined)[] = [];
    const start = () => {
      for (const part of parts) stops.push(safely(() => part(emit, context)));
    };
    return stopAll(later(start, 0), () => stopAll(...stops)());
  };

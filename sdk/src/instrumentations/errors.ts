import type { Instrumentation } from "../instrumentation.ts";
import { listen, stopAll } from "../safely.ts";
import { uncaughtDraft } from "../uncaught.ts";

/** Errors that nobody caught, and promises whose rejection nobody handled. The page's own handlers stay as they are. */
export const errors: Instrumentation = (emit) => {
  const report = (event: ErrorEvent | PromiseRejectionEvent) => emit(uncaughtDraft(event));
  return stopAll(listen(window, "error", report), listen(window, "unhandledrejection", report));
};

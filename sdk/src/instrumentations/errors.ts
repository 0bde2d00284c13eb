import { errorDraft } from "../error-draft.ts";
import type { Instrumentation } from "../instrumentation.ts";
import { listen, stopAll } from "../safely.ts";

/** Errors that nobody caught, and promises whose rejection nobody handled. The page's own handlers stay as they are. */
export const errors: Instrumentation = (emit) => {
  return stopAll(
    listen(window, "error", (event: ErrorEvent) => {
      const draft = errorDraft(event.error ?? { name: "Error", message: event.message }, "onerror");
      // What is thrown without being an Error has no stack, but the event knows the place.
      const place = event.filename && `${draft.message}\n    at ${event.filename}:${event.lineno}:${event.colno}`;
      emit({ ...draft, stack: draft.stack ?? (place || undefined) });
    }),
    listen(window, "unhandledrejection", (event: PromiseRejectionEvent) =>
      emit(errorDraft(event.reason, "onunhandledrejection")),
    ),
  );
};

import { type ErrorDraft, errorDraft } from "./error-draft.ts";

/** Describes what the browser tells of an error that nobody caught. */
export function uncaughtDraft(event: ErrorEvent | PromiseRejectionEvent): ErrorDraft {
  if ("reason" in event) return errorDraft(event.reason, "onunhandledrejection");
  const { error, message, filename, lineno, colno } = event;
  const draft = errorDraft(error ?? { message }, "onerror");
  // What is thrown without being an Error has no stack, but the event knows the place.
  if (filename) draft.stack ??= `${draft.message}\n    at ${filename}:${lineno}:${colno}`;
  return draft;
}

import { type ErrorDraft, errorDraft } from "./error-draft.ts";

type Uncaught = Partial<ErrorEvent & PromiseRejectionEvent> & { type: "error" | "unhandledrejection" };

/** Describes what the browser tells of an error that nobody caught. */
export function uncaughtDraft(event: ErrorEvent | PromiseRejectionEvent): ErrorDraft {
  const { type, reason, error, message, filename, lineno, colno } = event as Uncaught;
  // Some errors are told by their message alone, and a promise may well be rejected with nothing.
  const draft = errorDraft(message === undefined ? reason : (error ?? { message }), `on${type}`);
  // What is thrown without being an Error has no stack, but the event knows the place.
  if (filename) draft.stack ??= `${draft.message}\n    at ${filename}:${lineno}:${colno}`;
  return draft;
}

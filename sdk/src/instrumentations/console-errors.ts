import { errorDraft } from "../error-draft.ts";
import type { Instrumentation } from "../instrumentation.ts";
import { patch } from "../patch.ts";

/** What the page says by `console.error`. An error that is reported elsewhere too, as React does, is one event all the same. */
export const consoleErrors: Instrumentation = (emit) =>
  patch(console, "error", (said: unknown[]) => () => {
    const error = said.find((part) => (part as Partial<Error> | undefined)?.stack);
    emit(errorDraft(error ?? { name: "ConsoleError", message: said.map(textOf).join(" ") }, "console"));
  });

/** Objects may hold what a visitor typed. */
const textOf = (part: unknown): string => (typeof part === "object" ? "{}" : String(part));

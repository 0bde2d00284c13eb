import { errorDraft } from "../error-draft.ts";
import type { Instrumentation } from "../instrumentation.ts";
import { MAX_CAUSES } from "../limits.ts";

/**
 * Not the page's fault: what the browser says of a layout that takes another frame to settle, and all it says of scripts of another origin
 * without CORS.
 */
const NOISE = /^(ResizeObserver loop|Script error)/;

/** Lets the causes of an error (ECMAScript 2022, `error.cause`) follow its stack as `Caused by: Type: message`, and tells noise as a warning. */
export const errorCauses: Instrumentation = (_emit, { on }) =>
  on("event", (event) => {
    if (event.kind !== "error") return;
    if (NOISE.test(event.message)) event.level = "warning";
    event.stack = `${event.stack ?? ""}${causesOf(event.thrown)}`;
  });

function causesOf(thrown: unknown, most = MAX_CAUSES): string {
  const { cause } = (thrown ?? {}) as Partial<Error>;
  if (!cause || !most) return "";
  const { type, message, stack = "" } = errorDraft(cause, "manual");
  const title = `${type}: ${message}\n`;
  // Chromium's stacks begin with it, those of others do not.
  return `\nCaused by: ${title}${stack.replace(title, "")}${causesOf(cause, most - 1)}`;
}

import { propsOf } from "../attributes.ts";
import { stackText } from "../stack-text.ts";
import type { Draft } from "../wire-batches.ts";
import type { Place } from "./page.ts";
import type { Exception } from "./payload.ts";

type Mechanism = Extract<Draft, { kind: "error" }>["mechanism"];

export function errorDraft({ type, value, stacktrace, context }: Exception, place: Place): Draft {
  return {
    ...place,
    kind: "error",
    type,
    message: value,
    stack: stackText({ type, message: value, frames: stacktrace?.frames ?? [] }),
    mechanism: mechanismOf(type, value),
    props: propsOf(context),
  };
}

/**
 * Faro does not say who noticed an exception. Its instrumentations write `UnhandledRejection` or `console.error:` where there was no
 * Error; all others are taken for uncaught, as most of them are.
 */
function mechanismOf(type: string, value: string): Mechanism {
  if (type === "UnhandledRejection") return "onunhandledrejection";
  return value.startsWith("console.error:") ? "console" : "onerror";
}

import { toText } from "./fit.ts";
import type { Draft } from "./instrumentation.ts";
import type { ErrorEvent, ErrorLevel } from "./wire.ts";

export type ErrorDraft = Extract<Draft, { kind: "error" }>;

/** What `client.error` takes beside the error. */
export type ErrorExtra = {
  /** Default: `error`. */
  level?: ErrorLevel | undefined;
  /** Scalars to filter by; at most 50. */
  props?: Record<string, unknown> | undefined;
};

/** Describes whatever was thrown: people throw strings, objects and nothing at all. */
export function errorDraft(thrown: unknown, mechanism: ErrorEvent["mechanism"], extra: ErrorExtra = {}): ErrorDraft {
  // By shape, since an error of another frame is no instance of this frame's Error.
  const { name, message, stack } = (thrown ?? {}) as Partial<Error>;
  return {
    kind: "error",
    type: String(name || (mechanism === "onunhandledrejection" ? "UnhandledRejection" : "Error")),
    message: String(message ?? toText(thrown) ?? thrown),
    stack: typeof stack === "string" ? stack : undefined,
    level: extra.level ?? "error",
    handled: mechanism === "manual",
    mechanism,
    props: extra.props as ErrorEvent["props"],
  };
}

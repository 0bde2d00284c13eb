import type { Draft } from "./instrumentation.ts";
import { safely } from "./safely.ts";
import type { ErrorEvent, ErrorLevel } from "./wire.ts";

export type ErrorDraft = Extract<Draft, { kind: "error" }>;

/** What `client.error` takes beside the error. */
export type ErrorExtra = {
  /** Default: `error`. */
  level?: ErrorLevel | undefined;
  /** Scalars to filter by; at most 50. */
  props?: Record<string, unknown> | undefined;
  /** Who caught it; for bindings to a framework. Default: `manual`. */
  mechanism?: "manual" | "react" | undefined;
  /** Whether the page went on. Default: true. */
  handled?: boolean | undefined;
};

/** Describes whatever was thrown: people throw strings, objects, nothing at all, and things that throw when they are looked at. */
export function errorDraft(thrown: unknown, mechanism: ErrorEvent["mechanism"], extra: ErrorExtra = {}): ErrorDraft {
  const told = safely(() => {
    // By shape, since an error of another frame is no instance of this frame's Error.
    const { name, message, stack } = (thrown ?? {}) as Partial<Error>;
    return { type: String(name || "Error"), message: String(message ?? toText(thrown)), stack: stack && String(stack) };
  });
  return {
    kind: "error",
    mechanism,
    thrown,
    type: "Error",
    message: typeof thrown,
    ...told,
    ...(extra as Partial<ErrorEvent>),
  };
}

const toText = (thrown: unknown) => (typeof thrown === "object" ? JSON.stringify(thrown) : thrown);

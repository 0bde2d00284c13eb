import { limits } from "@perigee/schema";
import { propsOf } from "../attributes.ts";
import { type StackFrame, stackText } from "../stack-text.ts";
import type { Draft } from "../wire-batches.ts";
import type { Breadcrumb, Event, Exception } from "./event.ts";

type ErrorDraft = Extract<Draft, { kind: "error" }>;

/** What was thrown, with its stack as text; of a message that was not thrown `type` is `Message`. */
export type Thrown = { type: string; message: string; stack: string | undefined };

/** The last exception is the one that was noticed; those before it are its causes, the deepest first. */
export function thrownOf({ exception, message, logentry }: Event): Thrown {
  const said = logentry ?? message ?? "";
  const [noticed, ...causes] = exception.toReversed();
  if (!noticed) return { type: "Message", message: said, stack: undefined };
  return {
    type: typeOf(noticed),
    message: noticed.value || said,
    stack: stackText(described(noticed), causes.map(described)),
  };
}

/** Where a message was to have a stack, the SDK made an exception of it that nobody threw. */
const typeOf = ({ type, mechanism }: Exception): string => type || (mechanism?.synthetic ? "Message" : "Error");

/** Sentry has the oldest call first. */
const described = (exception: Exception) => ({
  type: typeOf(exception),
  message: exception.value,
  frames: (exception.stacktrace?.frames ?? []).toReversed().map(
    ({ function: name, filename, abs_path, lineno, colno }): StackFrame => ({
      function: name,
      filename: abs_path ?? filename,
      lineno,
      colno,
    }),
  ),
});

export function errorDraft(event: Event, place: { url: string; time: number }): ErrorDraft {
  const { type, message, stack } = thrownOf(event);
  return {
    ...place,
    kind: "error",
    type,
    message,
    stack,
    level: levelOf(event.level),
    ...noticing(event.exception),
    traceId: event.contexts?.trace?.trace_id,
    props: factsOf(event),
    breadcrumbs: event.breadcrumbs.flatMap(crumbOf).slice(-limits.breadcrumbs),
  };
}

/** Tags and what the site attached, as far as it is flat. */
const factsOf = ({ tags, extra, transaction, logger }: Event) => ({
  ...propsOf(extra, "extra."),
  ...propsOf(tags),
  ...(transaction && { transaction }),
  ...(logger && { logger }),
});

function levelOf(level: string | undefined): ErrorDraft["level"] {
  if (level === undefined || level === "error" || level === "fatal") return "error";
  return level === "warning" ? "warning" : "info";
}

/** Of an exception with causes, the SDKs mark now the one and now the other as not handled. */
function noticing(exceptions: readonly Exception[]): Pick<ErrorDraft, "handled" | "mechanism"> {
  const uncaught = exceptions.find(({ mechanism }) => mechanism?.handled === false);
  const type = (uncaught ?? exceptions.at(-1))?.mechanism?.type ?? "";
  return { handled: !uncaught, mechanism: mechanismOf(type, !uncaught) };
}

/** Old SDKs write `onerror`, newer ones `auto.browser.global_handlers.onerror`; both wrap what calls back, too. */
function mechanismOf(type: string, handled: boolean): ErrorDraft["mechanism"] {
  if (type.endsWith("onunhandledrejection")) return "onunhandledrejection";
  if (type.includes("console")) return "console";
  if (type.includes("react")) return "react";
  return handled ? "manual" : "onerror";
}

function crumbOf({ timestamp, category, type, message, data }: Breadcrumb) {
  if (timestamp === undefined) return [];
  const said = message ?? sentenceOf(data);
  return [{ time: Math.round(timestamp), category: category ?? type ?? "", message: said }];
}

/** Requests and navigations say nothing but their data. */
function sentenceOf({ method, url, status_code, from, to }: Breadcrumb["data"]): string {
  const parts = to === undefined ? [method, url, status_code] : [from, "→", to];
  return parts.filter((part) => typeof part === "string" || typeof part === "number").join(" ");
}

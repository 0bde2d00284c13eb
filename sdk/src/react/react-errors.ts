import type { Client } from "../index.ts";
import { runningClient } from "./running-client.ts";

const LONGEST_STACK = 1_000;

/** What React tells beside an error; a type of our own, since React 18 and 19 name theirs differently. */
type ErrorInfo = { componentStack?: string | null | undefined };

/** Next steers its router by thrown values (redirect, not found): those are no errors, and belong to the boundaries of Next. */
export const isControlFlow = (error: unknown): boolean => digestOf(error)?.startsWith("NEXT_") ?? false;

function digestOf(error: unknown): string | undefined {
  const { digest } = (error ?? {}) as { digest?: unknown };
  return typeof digest === "string" ? digest : undefined;
}

type Report = { client: Client; info: ErrorInfo; handled: boolean };

/** The digest is what Next prints beside the same error on the server. */
export function reportReactError(error: unknown, { client, info, handled }: Report): void {
  if (isControlFlow(error)) return;
  const props = { componentStack: info.componentStack?.trim().slice(0, LONGEST_STACK), digest: digestOf(error) };
  client.error(error, { mechanism: "react", handled, props });
}

type Handler = (error: unknown, info: ErrorInfo) => void;

export type ReactErrorHandlers = { onUncaughtError: Handler; onCaughtError: Handler; onRecoverableError: Handler };

/**
 * Options for `createRoot` and `hydrateRoot` of React 19: errors that no boundary caught, those that one caught, and those that React got
 * over by rendering again. Since they take the place of React's own handlers, they also do what those do. What `ErrorBoundary` or
 * `window.onerror` reports too is sent once.
 * @param client default: the one that a `PerigeeProvider` started
 */
export function reactErrorHandlers(client?: Client): ReactErrorHandlers {
  const report = (error: unknown, info: ErrorInfo, handled: boolean) =>
    reportReactError(error, { client: client ?? runningClient(), info, handled });
  return {
    onUncaughtError(error, info) {
      report(error, info, false);
      reportError(error);
    },
    onCaughtError(error, info) {
      report(error, info, true);
      // biome-ignore lint/suspicious/noConsole: React's own handler, whose place this one takes, says it there.
      console.error(error);
    },
    onRecoverableError(error, info) {
      report(error, info, true);
      reportError(error);
    },
  };
}

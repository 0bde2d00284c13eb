import { type Failure, metricLabel } from "@perigee/schema";

/** One structured line for what went wrong on our side. Refusals of bad input are counted and not logged: anyone can cause them. */
export function logFailure({ type, message }: Failure, cause?: unknown): void {
  const error = cause instanceof Error ? cause.stack : cause;
  // biome-ignore lint/suspicious/noConsole: Workers Logs has no other entrance.
  console.error(JSON.stringify({ level: "error", failure: metricLabel(type), message, error }));
}

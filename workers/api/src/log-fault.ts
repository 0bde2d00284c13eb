/** One line for what went wrong on our side. Refusals are not logged: anyone can cause them. */
export function logFault(fault: unknown): void {
  const error = fault instanceof Error ? fault.stack : fault;
  // biome-ignore lint/suspicious/noConsole: Workers Logs has no other entrance.
  console.error(JSON.stringify({ level: "error", worker: "api", error }));
}

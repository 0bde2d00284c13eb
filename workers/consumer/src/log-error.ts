/** One structured line for what went wrong: nobody is waiting for this Worker, so its log is where a fault shows first. */
export function logError(message: string, particulars: Record<string, unknown>): void {
  // biome-ignore lint/suspicious/noConsole: Workers Logs has no other entrance.
  console.error(JSON.stringify({ level: "error", message, ...particulars }));
}

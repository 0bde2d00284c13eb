/** Runs once when the server starts: settings that are not valid stop it here and not at the first request. */
export async function register(): Promise<void> {
  await import("./src/server/config.ts");
}

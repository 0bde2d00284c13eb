import { readFileSync } from "node:fs";
import { fail, type Result, succeed } from "@perigee/schema";

/** What an option was given: JSON, or @ and the name of a file that holds it. The API checks what it says. */
export function readJson(option: string, given: string): Result<unknown> {
  try {
    return succeed(JSON.parse(given.startsWith("@") ? readFileSync(given.slice(1), "utf8") : given));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail("invalid-params", { field: option, message: `${option} cannot be read: ${reason}` });
  }
}

import { fail, type Result, succeed } from "@perigee/schema";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Fails with `not-utf8` or `not-json`. A byte order mark is let through. */
export function readJson(bytes: Uint8Array): Result<unknown> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return fail("not-utf8", { field: "body" });
  }
  try {
    return succeed(JSON.parse(text));
  } catch (cause) {
    return fail("not-json", { field: "body", message: `The body is not JSON: ${String(cause).slice(0, 200)}` });
  }
}

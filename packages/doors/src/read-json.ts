import { fail, type Result, succeed } from "@perigee/schema";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Fails with `not-utf8`. A byte order mark is let through. */
export function decodeUtf8(bytes: Uint8Array): Result<string> {
  try {
    return succeed(utf8.decode(bytes));
  } catch {
    return fail("not-utf8", { field: "body" });
  }
}

/** Fails with `not-utf8` or `not-json`. */
export function readJson(bytes: Uint8Array): Result<unknown> {
  const text = decodeUtf8(bytes);
  if (!text.ok) return text;
  try {
    return succeed(JSON.parse(text.value));
  } catch (cause) {
    return fail("not-json", { field: "body", message: `The body is not JSON: ${String(cause).slice(0, 200)}` });
  }
}

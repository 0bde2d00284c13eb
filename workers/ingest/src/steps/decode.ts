import { fail, type Result, succeed } from "@perigee/schema";
import { decompress } from "../decompress.ts";
import type { Read } from "./read.ts";

export type Decoded = Read & { json: unknown };

/** Bytes to JSON. Nesting needs no limit here: V8 parses without recursion, and validate goes no deeper than the schema. */
export function decode(state: Read): Result<Decoded> {
  const plain = decompress(state.body, state.encoding);
  if (!plain.ok) return plain;
  const text = decodeUtf8(plain.value);
  if (!text.ok) return text;
  try {
    return succeed({ ...state, json: JSON.parse(text.value) });
  } catch (cause) {
    return fail("not-json", { field: "body", message: `The body is not JSON: ${String(cause).slice(0, 200)}` });
  }
}

/** Refuses what is not UTF-8 instead of storing replacement characters. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function decodeUtf8(bytes: Uint8Array): Result<string> {
  try {
    return succeed(utf8.decode(bytes));
  } catch {
    return fail("not-utf8", { field: "body" });
  }
}

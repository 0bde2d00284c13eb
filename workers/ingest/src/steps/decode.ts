import { gunzipSync } from "node:zlib";
import { fail, limits, type Result, succeed } from "@perigee/schema";
import { bodyEncoding } from "../body-encoding.ts";
import type { Limited } from "./limit.ts";

export type Decoded = Limited & { json: unknown };

/** Bytes to JSON. Nesting needs no limit here: V8 parses without recursion, and validate goes no deeper than the schema. */
export function decode(state: Limited): Result<Decoded> {
  const plain = decompress(state);
  if (!plain.ok) return plain;
  const text = decodeUtf8(plain.value);
  if (!text.ok) return text;
  try {
    return succeed({ ...state, json: JSON.parse(text.value) });
  } catch (cause) {
    return fail("not-json", { field: "body", message: `The body is not JSON: ${String(cause).slice(0, 200)}` });
  }
}

function decompress(state: Limited): Result<Uint8Array> {
  const encoding = bodyEncoding(state);
  if (encoding === "identity") return succeed(state.body);
  if (encoding !== "gzip") {
    return fail("unsupported-encoding", {
      field: "body",
      message: `The content encoding "${encoding.slice(0, 40)}" is not supported. Send plain or gzip.`,
    });
  }
  try {
    // Inflating stops at the limit, so a bomb costs no more than a body of the largest size.
    return succeed(gunzipSync(state.body, { maxOutputLength: limits.bodyBytes }));
  } catch (cause) {
    if (cause instanceof RangeError) {
      return fail("body-too-large", {
        field: "body",
        message: `The body is larger than ${limits.bodyBytes} bytes when decompressed. Send smaller batches.`,
      });
    }
    return fail("invalid-gzip", { field: "body" });
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

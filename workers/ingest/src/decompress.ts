import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { fail, limits, type Result, succeed } from "@perigee/schema";
import type { BodyEncoding } from "./body-encoding.ts";

/**
 * The body as it was before it was compressed. What ends too early, or goes on after its end, is refused. Inflating stops at `maxBytes`, so a
 * bomb costs no more than a body of the largest size.
 */
export function decompress(
  body: Uint8Array,
  encoding: BodyEncoding,
  maxBytes: number = limits.bodyBytes,
): Result<Uint8Array> {
  if (encoding === "identity") return succeed(body);
  try {
    // Of gzip, several members in a row are one body (RFC 1952, section 2.2), and anything else behind a member throws.
    return succeed(encoding === "gzip" ? gunzipSync(body, { maxOutputLength: maxBytes }) : inflate(body, maxBytes));
  } catch (cause) {
    if (!(cause instanceof RangeError)) return fail(`invalid-${encoding}`, { field: "body" });
    return fail("body-too-large", {
      field: "body",
      message: `The body is larger than ${maxBytes} bytes when decompressed. Send smaller batches.`,
    });
  }
}

/** "deflate" means the zlib format (RFC 9110, section 8.4.1.2); some clients send it without zlib's head and sum. */
function inflate(body: Uint8Array, maxBytes: number): Uint8Array {
  const inflateWith = hasZlibHead(body) ? inflateSync : inflateRawSync;
  // The types do not know what comes back with `info`: the result, and the machine, which knows how far it has read.
  const { buffer, engine } = inflateWith(body, { maxOutputLength: maxBytes, info: true }) as unknown as {
    buffer: Uint8Array;
    engine: { bytesWritten: number };
  };
  if (engine.bytesWritten !== body.byteLength) throw new Error("something stands behind the end of the body");
  return buffer;
}

/** RFC 1950, section 2.2: method 8, and a sum of the first two bytes that 31 divides. */
const hasZlibHead = ([method = 0, flags = 0]: Uint8Array): boolean =>
  (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0;

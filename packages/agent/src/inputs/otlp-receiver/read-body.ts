import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** Undefined where the body is longer, compressed or not; the rest of it is left unread. Throws where it is no gzip, or was cut off. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  const keep = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      length += chunk.length;
      // Leaving the loop ends the reading: a bomb is never unpacked beyond the limit.
      if (length > mostBytes) return;
      chunks.push(chunk);
    }
  };
  // Whoever sent too much is to read the answer, so its connection must outlive the reading.
  const sent = request.iterator({ destroyOnReturn: false });
  if (request.headers["content-encoding"] !== "gzip") await keep(sent);
  else
    await pipeline(Readable.from(sent), createGunzip(), keep).catch((cause: unknown) => {
      if (length <= mostBytes) throw cause;
    });
  return length > mostBytes ? undefined : Buffer.concat(chunks, length);
}

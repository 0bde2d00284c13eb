import { QueueMessage } from "./queue-message.ts";

/**
 * A queue message as one object of bytes, for R2: the header's length (4 bytes, big-endian), the header (JSON: the message, each
 * segment with its length in bytes in the place of its data), then the segments' gzip members one behind the other.
 */
export function packMessage({ segments, ...message }: QueueMessage): Uint8Array<ArrayBuffer> {
  const sizes = segments.map(({ gzip, ...segment }) => ({ ...segment, bytes: gzip.byteLength }));
  const header = new TextEncoder().encode(JSON.stringify({ ...message, segments: sizes }));
  const parts = [header, ...segments.map(({ gzip }) => gzip)];
  const packed = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, headerStart));
  new DataView(packed.buffer).setUint32(0, header.byteLength);
  let offset = headerStart;
  for (const part of parts) {
    packed.set(part, offset);
    offset += part.byteLength;
  }
  return packed;
}

const headerStart = 4;

/** The message that was packed; undefined where the bytes are not a whole one. */
export function unpackMessage(packed: Uint8Array): QueueMessage | undefined {
  try {
    const headerBytes = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(0);
    let offset = headerStart + headerBytes;
    const header = JSON.parse(new TextDecoder().decode(packed.subarray(headerStart, offset)));
    const segments = header.segments.map(({ bytes, ...segment }: { bytes: number }) => {
      const gzip = packed.slice(offset, offset + bytes);
      offset += bytes;
      return { ...segment, gzip };
    });
    const parsed = QueueMessage.safeParse({ ...header, segments });
    return parsed.success && offset === packed.byteLength ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** `spool/<day received>/<project>/<message id>`: sorted by day, so that a sweep meets the oldest first. */
export const spoolName = ({
  id,
  projectId,
  receivedAt,
}: Pick<QueueMessage, "id" | "projectId" | "receivedAt">): string =>
  `spool/${new Date(receivedAt).toISOString().slice(0, 10)}/${projectId}/${id}`;

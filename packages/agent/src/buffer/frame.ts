import { crc32 } from "node:zlib";
import type { Checkpoint } from "../input.ts";

/**
 * One entry of the buffer: telemetry, ready to be sent, and how far the inputs had come with it. Both stand in one frame, so that a
 * crash keeps both or neither. On disk: length of the payload (u32), its CRC-32 (u32), payload = length of the head (u32), head
 * (JSON), bodies. Numbers are little-endian.
 */
export type Frame = {
  changes: CheckpointChanges;
  /** All checkpoints there are, and not only what changed: each segment begins with such a frame. */
  isSnapshot: boolean;
  parts: Part[];
};

/** By input and key; null for one that is no longer needed. */
export type CheckpointChanges = Record<string, Record<string, Checkpoint | null>>;

export type Signal = "logs" | "traces" | "metrics";

/** One request to be made: `body` is OTLP/JSON under gzip, and the same bytes each time that it is sent. */
export type Part = { signal: Signal; items: number; body: Uint8Array };

type Head = Omit<Frame, "parts"> & { parts: { signal: Signal; items: number; bytes: number }[] };

/** Length and CRC. */
export const prefixBytes = 8;
/** A longer one can only be garbage. */
const maxPayloadBytes = 256 * 2 ** 20;

export function encodeFrame({ parts, ...rest }: Frame): Buffer {
  const head: Head = {
    ...rest,
    parts: parts.map(({ signal, items, body }) => ({ signal, items, bytes: body.length })),
  };
  const headBytes = Buffer.from(JSON.stringify(head));
  const bodiesBytes = parts.reduce((sum, { body }) => sum + body.length, 0);
  const frame = Buffer.allocUnsafe(prefixBytes + 4 + headBytes.length + bodiesBytes);
  frame.writeUInt32LE(headBytes.length, prefixBytes);
  headBytes.copy(frame, prefixBytes + 4);
  let at = prefixBytes + 4 + headBytes.length;
  for (const { body } of parts) {
    frame.set(body, at);
    at += body.length;
  }
  frame.writeUInt32LE(frame.length - prefixBytes, 0);
  frame.writeUInt32LE(crc32(frame.subarray(prefixBytes)), 4);
  return frame;
}

/** How long the payload behind a prefix is; undefined where no frame can begin so. */
export function payloadLength(prefix: Buffer): number | undefined {
  const length = prefix.readUInt32LE(0);
  return length >= 4 && length <= maxPayloadBytes ? length : undefined;
}

/** Undefined where the payload is not what was written. */
export function decodeFrame(prefix: Buffer, payload: Buffer): Frame | undefined {
  if (crc32(payload) !== prefix.readUInt32LE(4)) return undefined;
  let at = 4 + payload.readUInt32LE(0);
  // The CRC says that these bytes are ours.
  const { parts, ...rest }: Head = JSON.parse(payload.toString("utf8", 4, at));
  return {
    ...rest,
    parts: parts.map(({ signal, items, bytes }) => {
      at += bytes;
      return { signal, items, body: payload.subarray(at - bytes, at) };
    }),
  };
}

import { type FileHandle, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { decodeFrame, type Frame, payloadLength, prefixBytes } from "./frame.ts";

/** A file of frames, one after the other. Segments are numbered in the order in which they were begun. */

const nameOf = (number: number): string => `${String(number).padStart(12, "0")}.frames`;

export const segmentPath = (dir: string, number: number): string => join(dir, nameOf(number));

/** Numbers of all segments in a folder, the oldest first. */
export async function listSegments(dir: string): Promise<number[]> {
  const names = (await readdir(dir)).filter((name) => /^\d{12}\.frames$/.test(name));
  return names.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
}

export type Placed = { frame: Frame; end: number };

/** The frame at an offset; undefined at the end of the file, or where it is torn or damaged. */
export async function readFrame(file: FileHandle, offset: number): Promise<Placed | undefined> {
  const prefix = await readExactly(file, { offset, length: prefixBytes });
  const length = prefix && payloadLength(prefix);
  if (!prefix || length === undefined || (await file.stat()).size < offset + prefixBytes + length) return undefined;
  const payload = await readExactly(file, { offset: offset + prefixBytes, length });
  const frame = payload && decodeFrame(prefix, payload);
  return frame && { frame, end: offset + prefixBytes + length };
}

async function readExactly(file: FileHandle, at: { offset: number; length: number }): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafe(at.length);
  let done = 0;
  while (done < at.length) {
    const { bytesRead } = await file.read(bytes, done, at.length - done, at.offset + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return bytes;
}

/** Walks the whole frames of a segment, and answers where the last one ends. */
export async function walkSegment(path: string, visit: (frame: Frame) => void): Promise<{ end: number; size: number }> {
  const file = await open(path, "r");
  try {
    let end = 0;
    for (let next = await readFrame(file, end); next; next = await readFrame(file, end)) {
      visit(next.frame);
      end = next.end;
    }
    return { end, size: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

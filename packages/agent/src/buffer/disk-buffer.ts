import { type FileHandle, open, unlink } from "node:fs/promises";
import type { Log } from "../agent-log.ts";
import { Signpost } from "../signpost.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { type Cursor, readCursor, writeCursor } from "./cursor.ts";
import { encodeFrame, type Frame } from "./frame.ts";
import { lockFolder } from "./lock.ts";
import { recoverSegments } from "./recover.ts";
import { readFrame, segmentPath } from "./segment.ts";

type Options = { dir: string; maxBytes: number; log: Log };

/**
 * Frames on disk between the inputs, which append, and the delivery, which takes them in order and acknowledges each. One writer and
 * one reader. A frame is on disk when `append` has resolved; `delivered.json` moves behind it when it is acknowledged. A crash between
 * the server's answer and that move has the frame sent again, byte by byte the same, which the server recognises.
 */
export class DiskBuffer {
  readonly checkpoints: Checkpoints;
  readonly #options: Options;
  readonly #unlock: () => Promise<void>;
  /** Sizes of the segments that are there, by number, in order. */
  readonly #sizes: Map<number, number>;
  readonly #changed = new Signpost();
  #cursor: Cursor;
  #takenTo: Cursor;
  #writer: FileHandle | undefined;
  #reader: { segment: number; file: FileHandle } | undefined;

  /** Throws BufferRefused where the folder cannot be used. */
  static async open(options: Options): Promise<DiskBuffer> {
    const unlock = await lockFolder(options.dir);
    const { sizes, checkpoints } = await recoverSegments(options);
    const buffer = new DiskBuffer(options, { unlock, sizes, checkpoints, cursor: await readCursor(options.dir) });
    if (sizes.size === 0) await buffer.#beginSegment(1);
    return buffer;
  }

  private constructor(options: Options, found: Found) {
    this.#options = options;
    this.#unlock = found.unlock;
    this.#sizes = found.sizes;
    this.checkpoints = found.checkpoints;
    this.#cursor = within(found.sizes, found.cursor);
    this.#takenTo = this.#cursor;
  }

  /** Undelivered bytes on disk. */
  get pendingBytes(): number {
    let bytes = -this.#cursor.offset;
    for (const [segment, size] of this.#sizes) if (segment >= this.#cursor.segment) bytes += size;
    return bytes;
  }

  /** Nothing is left to be delivered. */
  get isDrained(): boolean {
    const last = this.#lastSegment();
    return this.#cursor.segment === last && this.#cursor.offset >= (this.#sizes.get(last) ?? 0);
  }

  hasRoomFor(bytes: number): boolean {
    return this.pendingBytes === 0 || this.pendingBytes + bytes <= this.#options.maxBytes;
  }

  /** Resolves when the frame is on disk; throws where the disk does not take it, and then nothing of it is kept. */
  async append(frame: Frame): Promise<void> {
    const last = this.#lastSegment();
    if ((this.#sizes.get(last) ?? 0) >= this.#segmentBytes()) await this.#beginSegment(last + 1);
    await this.#write(this.#lastSegment(), frame);
    this.checkpoints.take(frame);
    this.#changed.pass();
  }

  /** The oldest frame with something to send, again and again until it is acknowledged; undefined when the signal (and a `wake`) came first. */
  async next(signal: AbortSignal): Promise<Frame | undefined> {
    while (!signal.aborted) {
      const change = this.#changed.next();
      const found = await this.#read();
      if (found) {
        this.#takenTo = { segment: this.#cursor.segment, offset: found.end };
        if (found.frame.parts.length > 0) return found.frame;
        this.#cursor = this.#takenTo;
        this.#changed.pass();
      } else if (!(await this.#toNextSegment())) await change;
    }
    return undefined;
  }

  /** The frame that `next` gave is delivered: it is not given again, after a restart either. */
  async acknowledge(): Promise<void> {
    this.#cursor = this.#takenTo;
    await writeCursor(this.#options.dir, this.#cursor);
    this.#changed.pass();
  }

  /** Resolves at the next append, acknowledgement or `wake`. */
  change(): Promise<void> {
    return this.#changed.next();
  }

  /** Has all who wait look again, at their signals too. */
  wake(): void {
    this.#changed.pass();
  }

  async close(): Promise<void> {
    await this.#writer?.close();
    await this.#reader?.file.close();
    await this.#unlock();
  }

  #lastSegment(): number {
    return [...this.#sizes.keys()].at(-1) ?? 0;
  }

  /** Room comes back by whole segments, so there are several of them in a full buffer. */
  #segmentBytes(): number {
    return Math.min(16 * 2 ** 20, this.#options.maxBytes / 8);
  }

  async #beginSegment(number: number): Promise<void> {
    const { dir } = this.#options;
    await this.#writer?.close();
    this.#writer = undefined;
    this.#sizes.set(number, 0);
    try {
      await this.#write(number, this.checkpoints.snapshot());
    } catch (error) {
      this.#sizes.delete(number);
      throw error;
    }
    // The new file's name must be on disk as well before an older segment may go.
    const folder = await open(dir, "r");
    await folder.sync().finally(() => folder.close());
  }

  async #write(segment: number, frame: Frame): Promise<void> {
    const size = this.#sizes.get(segment) ?? 0;
    this.#writer ??= await open(segmentPath(this.#options.dir, segment), size === 0 ? "w" : "r+", 0o600);
    const bytes = encodeFrame(frame);
    try {
      await writeAll(this.#writer, { bytes, offset: size });
      await this.#writer.datasync();
    } catch (error) {
      await this.#writer.truncate(size);
      throw error;
    }
    this.#sizes.set(segment, size + bytes.length);
  }

  async #read(): Promise<{ frame: Frame; end: number } | undefined> {
    const { segment, offset } = this.#cursor;
    if (offset >= (this.#sizes.get(segment) ?? 0)) return undefined;
    if (this.#reader?.segment !== segment) {
      await this.#reader?.file.close();
      this.#reader = { segment, file: await open(segmentPath(this.#options.dir, segment), "r") };
    }
    return readFrame(this.#reader.file, offset);
  }

  /** Leaves the segment behind when its frames are all delivered, or when what is left of it cannot be read. */
  async #toNextSegment(): Promise<boolean> {
    const { segment, offset } = this.#cursor;
    const size = this.#sizes.get(segment) ?? 0;
    if (segment === this.#lastSegment()) {
      if (offset < size) throw new Error(`The buffer's segment ${segment} cannot be read at ${offset}.`);
      return false;
    }
    if (offset < size)
      this.#options.log("error", "a part of the buffer is damaged and is left out", { segment, bytes: size - offset });
    this.#cursor = { segment: segment + 1, offset: 0 };
    await writeCursor(this.#options.dir, this.#cursor);
    await this.#reader?.file.close();
    this.#reader = undefined;
    this.#sizes.delete(segment);
    await unlink(segmentPath(this.#options.dir, segment));
    this.#changed.pass();
    return true;
  }
}

type Found = {
  unlock: () => Promise<void>;
  sizes: Map<number, number>;
  checkpoints: Checkpoints;
  cursor: Cursor | undefined;
};

/** A cursor may point to what is no longer there, or after a power cut to what is not there yet. */
function within(sizes: Map<number, number>, cursor: Cursor | undefined): Cursor {
  const first = [...sizes.keys()][0] ?? 1;
  if (!cursor || cursor.segment < first) return { segment: first, offset: 0 };
  const size = sizes.get(cursor.segment);
  if (size !== undefined) return { segment: cursor.segment, offset: Math.min(cursor.offset, size) };
  const last = [...sizes.entries()].at(-1) ?? [1, 0];
  return { segment: last[0], offset: last[1] };
}

async function writeAll(file: FileHandle, { bytes, offset }: { bytes: Buffer; offset: number }): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

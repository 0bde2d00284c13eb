import { closeSync, fstatSync, readSync } from "node:fs";
import type { Checkpoint } from "../input.ts";
import { type FilePlace, headBytes, type Prints, printOf, printsAt, readAt, stemOf, tailBytes } from "./file-prints.ts";
import type { LineJoiner } from "./join-lines.ts";
import { type Limits, type Line, type Taken, takeLines, textOf } from "./take-lines.ts";

export type Reading = {
  /** Whole records. */
  texts: string[];
  cut: number;
  /** There is more to read at once. */
  hasMore: boolean;
  /** What was read before is no longer there: the file was truncated, and perhaps written anew. */
  isReplaced: boolean;
};

/** Enough for a piece of usual lines: what is read beyond them is read again. */
const usualBytes = 32_768;

const nothing: Reading = { texts: [], cut: 0, hasMore: false, isReplaced: false };

/** A file that is followed, and how far. */
export class TailedFile {
  key: string;
  path: string;
  /** With which the names of its copies begin. */
  stem: string;
  /** Behind the last record that was given away: from there a restart goes on. Lines held for a longer record lie between it and `readAt`. */
  kept: FilePlace;
  /** The next byte to read. */
  readAt: number;
  /** Since when no path leads to it, ms. */
  detachedAt: number | undefined;
  isDirty = false;
  /** When it was last seen to change, ms. */
  changedAt: number;
  readonly #joiner: LineJoiner | undefined;
  #fd: number;
  #isInside: boolean;
  #head: Buffer;
  /** Read again with each read, to see that it is still the same file. */
  #recent: Buffer;
  #seen = { size: -1, modifiedMs: -1 };
  #hasRest = false;

  constructor(found: { key: string; path: string; fd: number }, place: FilePlace, joiner: LineJoiner | undefined) {
    this.key = found.key;
    this.path = found.path;
    this.stem = stemOf(found.path);
    this.#fd = found.fd;
    this.#joiner = joiner;
    this.kept = place;
    this.readAt = place.position;
    this.#isInside = place.isInside;
    this.changedAt = Date.now();
    const tailLength = Math.min(tailBytes, place.position);
    this.#head = readAt(found.fd, { from: 0, length: Math.min(headBytes, place.position) });
    this.#recent = readAt(found.fd, { from: place.position - tailLength, length: tailLength });
  }

  get isAtEnd(): boolean {
    return this.#seen.size === this.readAt;
  }

  /** The descriptor, whose file may be compared with another. */
  get fd(): number {
    return this.#fd;
  }

  /** Of all that was read. */
  get prints(): Prints {
    return { head: printOf(this.#head), tail: printOf(this.#recent) };
  }

  /** Whether what was read is no longer in it. */
  isReplaced(): boolean {
    const from = this.readAt - this.#recent.length;
    return !readAt(this.#fd, { from, length: this.#recent.length }).equals(this.#recent);
  }

  attach(path: string): void {
    this.isDirty ||= this.path !== path;
    Object.assign(this, { path, stem: stemOf(path), detachedAt: undefined });
  }

  /** Reads on where the file has changed, or where what is held has waited long enough. */
  read(chunk: Buffer, limits: Limits & { partialMs: number; joinMs: number }): Reading {
    const { size, mtimeMs } = fstatSync(this.#fd);
    const now = Date.now();
    if (size !== this.#seen.size || mtimeMs !== this.#seen.modifiedMs) this.changedAt = now;
    else if (this.#hasRest && now - this.changedAt >= limits.partialMs) return this.#takeRest(chunk, limits);
    else if (!this.#hasRest && this.#joiner?.isHolding && now - this.changedAt >= limits.joinMs) return this.#flush();
    else if (size === this.readAt || this.#hasRest) return nothing;
    this.#seen = { size, modifiedMs: mtimeMs };
    const taken = this.#readLines(chunk, limits);
    if (!taken) return { ...nothing, isReplaced: true };
    const { bytes, lines, consumed, isInside, cut } = taken;
    const texts = this.#join(lines);
    this.#advance(bytes, { consumed, isInside });
    const hasMore = consumed > 0 && this.readAt < size;
    this.#hasRest = consumed === 0 && bytes.length > 0;
    return { texts, cut, hasMore, isReplaced: false };
  }

  /** What is held of a file that has gone. */
  flushHeld(): string[] {
    return this.#flush().texts;
  }

  /** The same content is elsewhere now, where it may go on. */
  moveTo({ key, path, fd }: { key: string; path: string; fd: number }): void {
    closeSync(this.#fd);
    Object.assign(this, { key, path, stem: stemOf(path), isDirty: true });
    this.#fd = fd;
    this.#seen = { size: -1, modifiedMs: -1 };
    this.#hasRest = false;
  }

  checkpoint(): Checkpoint {
    const prints = this.kept.position === this.readAt ? this.prints : printsAt(this.#fd, this.kept.position);
    return { path: this.path, ...this.kept, ...prints };
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Lines of a part of the chunk's size, or of all of it where a line is longer. */
  #readLines(chunk: Buffer, limits: Limits): (Taken & { bytes: Buffer }) | undefined {
    for (const memory of [chunk.subarray(0, usualBytes), chunk]) {
      const bytes = this.#readBytes(memory);
      if (!bytes) return undefined;
      const taken = takeLines(bytes, this.#isInside, limits);
      if (taken.consumed > 0 || memory === chunk) return { ...taken, bytes };
    }
    return undefined;
  }

  /** Undefined where the bytes before `readAt` are not those that were read. */
  #readBytes(chunk: Buffer): Buffer | undefined {
    const known = this.#recent.length;
    const bytesRead = readSync(this.#fd, chunk, 0, chunk.length, this.readAt - known);
    if (bytesRead < known || !chunk.subarray(0, known).equals(this.#recent)) return undefined;
    return chunk.subarray(known, bytesRead);
  }

  #join(lines: Line[]): string[] {
    const texts: string[] = [];
    for (const line of lines) {
      const moved = { ...line, end: this.readAt + line.end };
      const whole = this.#joiner ? this.#joiner.add(moved) : moved;
      if (!whole) continue;
      texts.push(whole.text);
      this.#keep({ position: whole.end, isInside: !whole.isWhole });
    }
    return texts;
  }

  #advance(bytes: Buffer, { consumed, isInside }: { consumed: number; isInside: boolean }): void {
    if (consumed === 0) return;
    this.readAt += consumed;
    this.#isInside = isInside;
    const read = bytes.subarray(0, consumed);
    if (this.#head.length < headBytes)
      this.#head = Buffer.concat([this.#head, read.subarray(0, headBytes - this.#head.length)]);
    this.#recent = Buffer.from(Buffer.concat([this.#recent, read.subarray(-tailBytes)]).subarray(-tailBytes));
    if (!this.#joiner?.isHolding) this.#keep({ position: this.readAt, isInside });
  }

  /** The last line, though its end has not come. */
  #takeRest(chunk: Buffer, limits: Limits): Reading {
    this.#hasRest = false;
    const bytes = this.#readBytes(chunk);
    if (!bytes) return { ...nothing, isReplaced: true };
    const text = textOf(bytes, limits.maxLineBytes);
    const texts = this.#join([{ text, end: bytes.length, isWhole: true }]);
    this.#advance(bytes, { consumed: bytes.length, isInside: false });
    return { ...nothing, texts };
  }

  #flush(): Reading {
    const held = this.#joiner?.flush();
    if (!held) return nothing;
    this.#keep({ position: held.end, isInside: !held.isWhole });
    return { ...nothing, texts: [held.text] };
  }

  #keep(place: FilePlace): void {
    this.kept = place;
    this.isDirty = true;
  }
}

import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

/** How far a file was read. `isInside`: the rest of a line that was too long is still to be passed over. */
export type FilePlace = { position: number; isInside: boolean };

/** Of the bytes before a position: of the first of them, and of the last. By these a file is known again under another name or inode. */
export type Prints = { head: string; tail: string };

export const headBytes = 256;
export const tailBytes = 64;

/** A file's identity, as long as it lives; another one may get the same when it is gone. */
export const placeOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

export function printsAt(fd: number, position: number): Prints {
  const tailLength = Math.min(tailBytes, position);
  return {
    head: printOf(readAt(fd, { from: 0, length: Math.min(headBytes, position) })),
    tail: printOf(readAt(fd, { from: position - tailLength, length: tailLength })),
  };
}

export const printOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

export function readAt(fd: number, { from, length }: { from: number; length: number }): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
}

/** Behind the last whole line of what is there now; the end where that is too far back. */
export function lastLineEnd(fd: number): number {
  const { size } = fstatSync(fd);
  const from = Math.max(0, size - 65_536);
  const found = readAt(fd, { from, length: size - from }).lastIndexOf(10);
  return found === -1 ? (from === 0 ? 0 : size) : from + found + 1;
}

/** Whether what was read of a file up to a position stands in this one. */
export function holds(fd: number, { position, head, tail }: { position: number } & Prints): boolean {
  if (fstatSync(fd).size < position) return false;
  const own = printsAt(fd, position);
  return own.head === head && own.tail === tail;
}

/** Whether the whole of a file stands at the beginning of another: it is a copy of it, or is just being made one. */
export function isCopyOf(fd: number, original: number): boolean {
  const { size } = fstatSync(fd);
  if (size === 0 || fstatSync(original).size < size) return false;
  return holds(original, { position: size, ...printsAt(fd, size) });
}

export type Found = { path: string; key: string; fd: number };

/** The file in the same folder, of a name like it, that holds what was read: where rotation has put it. The same inode comes first. */
export function findMoved(path: string, read: { key: string; position: number } & Prints): Found | undefined {
  const stem = basename(stemOf(path));
  const candidates = namesIn(dirname(path))
    .filter((name) => name.startsWith(stem))
    .flatMap((name) => identify(join(dirname(path), name)))
    .sort((a, b) => Number(b.key === read.key) - Number(a.key === read.key));
  for (const candidate of candidates) {
    const fd = openOrNot(candidate.path);
    if (fd === undefined) continue;
    if (isAt(fd, candidate.key) && mayBe(candidate.key, read) && holds(fd, read)) return { ...candidate, fd };
    closeSync(fd);
  }
  return undefined;
}

const isAt = (fd: number, key: string): boolean => placeOf(fstatSync(fd, { bigint: true })) === key;

/** Of what was not yet read at all, nothing but the identity is known. */
const mayBe = (key: string, read: { key: string; position: number }): boolean => key === read.key || read.position > 0;

/** What a file's names have in common: `app.log` becomes `app.log.1`, `app.log-20261122` or `app-20261122.log` when it is rotated. */
export const stemOf = (path: string): string => path.slice(0, path.length - extname(path).length);

function identify(path: string): { path: string; key: string }[] {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? [{ path, key: placeOf(stat) }] : [];
}

function openOrNot(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    // Gone since, or not ours to read: then it is not the one.
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // The folder itself is gone.
    return [];
  }
}

import type { QueueMessage } from "@perigee/schema";
import { limits } from "./limits.ts";

export type Segment = QueueMessage["segments"][number];

/** The part of a message that goes to one table; `rest` where the table has some of its rows: those that it lacks. */
export type Piece = { message: QueueMessage; segment: Segment; rest?: Segment };

/**
 * Which pieces share an INSERT. Projects take turns, so that each INSERT holds a fair share of every project that waits, and one
 * with a large backlog fills only what the others leave. Within an INSERT a project's pieces stand together: see `halves`.
 */
export const insertGroups = (pieces: readonly Piece[], max?: Sizes): Piece[][] =>
  splitBySize(
    inTurns(pieces, ({ message }) => message.projectId),
    max,
  ).map((group) => group.toSorted((a, b) => a.message.projectId - b.message.projectId));

type Sizes = { insertBytes: number; insertRows: number };

/** Cuts a list into parts that may be joined in memory; the order stays. */
export function splitBySize(pieces: readonly Piece[], max: Sizes = limits): Piece[][] {
  const groups: Piece[][] = [];
  let [bytes, rows] = [Number.POSITIVE_INFINITY, 0];
  for (const piece of pieces) {
    const { gzip, rows: pieceRows } = piece.segment;
    bytes += gzip.byteLength;
    rows += pieceRows;
    if (bytes > max.insertBytes || rows > max.insertRows) {
      groups.push([]);
      [bytes, rows] = [gzip.byteLength, pieceRows];
    }
    groups.at(-1)?.push(piece);
  }
  return groups;
}

/** Splits a group of two or more: between two projects if it holds several, as near to the middle as that is possible. */
export function halves(group: readonly Piece[]): [Piece[], Piece[]] {
  const middle = group.length >> 1;
  const boundaries = group.flatMap((piece, index) =>
    index > 0 && piece.message.projectId !== group[index - 1]?.message.projectId ? [index] : [],
  );
  const at = boundaries.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? middle;
  return [group.slice(0, at), group.slice(at)];
}

/** The first of each owner, then the second of each, and so on; the order within an owner stays. */
export function inTurns<T>(all: readonly T[], ownerOf: (each: T) => unknown): T[] {
  const owned = [...Map.groupBy(all, ownerOf).values()];
  const longest = Math.max(0, ...owned.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => owned.flatMap((each) => each.slice(turn, turn + 1))).flat();
}

import { describe, expect, it } from "vitest";
import { messageOf, rows } from "../test/messages.ts";
import { halves, insertGroups, type Piece } from "./insert-groups.ts";

const max = { insertBytes: 1_000_000, insertRows: 10 };

const piecesOf = (projectId: number, count: number, rowsEach = 1): Piece[] =>
  Array.from({ length: count }, () => {
    const message = messageOf(projectId, { events: rows(rowsEach) });
    return message.segments.map((segment) => ({ message, segment }));
  }).flat();

const shares = (group: Piece[]) => group.map(({ message }) => message.projectId);

describe("groups for INSERTs", () => {
  it("hold every piece once, and none exceeds the limits", () => {
    const pieces = [...piecesOf(1, 23), ...piecesOf(2, 9, 3)];
    const groups = insertGroups(pieces, max);
    expect(new Set(groups.flat())).toEqual(new Set(pieces));
    expect(groups.flat()).toHaveLength(pieces.length);
    for (const group of groups) {
      expect(group.reduce((sum, { segment }) => sum + segment.rows, 0)).toBeLessThanOrEqual(max.insertRows);
    }
  });

  it("are cut by bytes as well", () => {
    const pieces = piecesOf(1, 6);
    const insertBytes = 2 * Math.max(...pieces.map(({ segment }) => segment.gzip.byteLength));
    const groups = insertGroups(pieces, { insertBytes, insertRows: 100 });
    expect(groups.map(({ length }) => length)).toEqual([2, 2, 2]);
  });

  it("take a piece alone that is too large for any", () => {
    expect(insertGroups(piecesOf(1, 2, 11), max)).toHaveLength(2);
  });

  it("give every project its share of the first, however long one's backlog", () => {
    const [first] = insertGroups([...piecesOf(1, 50), ...piecesOf(2, 2), ...piecesOf(3, 1)], max);
    expect(shares(first ?? [])).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 2, 3]);
  });

  it("are none where there is nothing", () => expect(insertGroups([], max)).toEqual([]));
});

describe("halves", () => {
  it("part projects from each other before they part a project", () => {
    const [left, right] = halves([...piecesOf(1, 5), ...piecesOf(2, 2), ...piecesOf(3, 1)]);
    expect([shares(left), shares(right)]).toEqual([
      [1, 1, 1, 1, 1],
      [2, 2, 3],
    ]);
  });

  it("of one project's pieces are equal", () => {
    expect(halves(piecesOf(1, 7)).map(({ length }) => length)).toEqual([3, 4]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { archiveName, parseArchiveName } from "./archive-name.ts";
import { IngestTable } from "./rows.ts";

const hourMs = 3_600_000;

const anyFile = fc.record({
  projectId: fc.integer({ min: 1, max: 4_294_967_295 }),
  table: fc.constantFrom(...IngestTable.options),
  receivedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  messageId: fc.uuid({ version: 7 }),
  hash: fc.stringMatching(/^[0-9a-f]{8}$/),
});

describe("the name of an archived file", () => {
  it("tells what it was made of, to the hour", () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const receivedAt = Math.floor(file.receivedAt / hourMs) * hourMs;
        expect(parseArchiveName(archiveName(file))).toEqual({ ...file, receivedAt });
      }),
    );
  });

  it("begins with project, table, day and hour", () => {
    const id = "01990000-0000-7000-8000-000000000000";
    const file = { projectId: 7, table: "events", receivedAt: Date.UTC(2026, 1, 3, 4, 59, 59), messageId: id } as const;
    expect(archiveName({ ...file, hash: "0badcafe" })).toBe(`archive/7/events/2026-02-03/04/${id}-0badcafe.jsonl.gz`);
  });

  const tail = "01990000-0000-7000-8000-000000000000-0badcafe.jsonl.gz";

  it.each([
    "",
    `archive/0/events/2026-02-03/04/${tail}`,
    `archive/7/no_table/2026-02-03/04/${tail}`,
    `archive/7/events/2026-02-30/04/${tail}`,
    `archive/7/events/2026-02-03/24/${tail}`,
    `archive/7/events/2026-02-03/04/../${tail}`,
    `archive/7/events/2026-02-03/04/${tail}.bak`,
  ])("is not %j", (name) => expect(parseArchiveName(name)).toBeUndefined());
});

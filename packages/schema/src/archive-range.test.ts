import fc from "fast-check";
import { expect, it } from "vitest";
import { archiveName } from "./archive-name.ts";
import { archiveFolder, archiveHourPath, archiveHours, beforeHour, hourMs } from "./archive-range.ts";

const at = (text: string) => Date.parse(`2026-11-${text}Z`);

it.each([
  ["21T10:00", "21T10:00", []],
  ["21T10:00", "21T10:01", ["21T10:00"]],
  ["21T10:59", "21T12:00", ["21T10:00", "21T11:00"]],
  ["21T23:30", "22T00:30", ["21T23:00", "22T00:00"]],
  ["22T00:00", "21T00:00", []],
])("from %s to %s are the hours %j", (from, to, hours) => {
  expect(archiveHours(at(from), at(to))).toEqual(hours.map(at));
});

it("divides a folder at each hour", () => {
  const place = { projectId: 7, table: "errors" } as const;
  const time = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(time, time, fc.uuid(), (receivedAt, other, messageId) => {
      const name = archiveName({ ...place, receivedAt, messageId, hash: "01234567" });
      const hour = Math.floor(other / hourMs) * hourMs;
      expect(name.startsWith(archiveFolder(place))).toBe(true);
      expect(name > beforeHour(place, hour)).toBe(receivedAt >= hour);
    }),
  );
});

it("names an hour as files do", () => expect(archiveHourPath(at("22T09:00"))).toBe("2026-11-22/09"));

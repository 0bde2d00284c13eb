import { expect, it } from "vitest";
import { deadLetterFolder, deadLetterName, deadLetterRowsName } from "./dead-letter.ts";

it("lies below its project and the day in its id", () => {
  const letter = { projectId: 7, id: "019ab000-6c00-7000-8000-000000000001" };
  expect(deadLetterName(letter)).toBe("dead/7/2025-11-23/019ab000-6c00-7000-8000-000000000001.json");
  expect(deadLetterRowsName(letter, "errors")).toBe(
    "dead/7/2025-11-23/019ab000-6c00-7000-8000-000000000001.errors.jsonl.gz",
  );
  expect(deadLetterName(letter).startsWith(deadLetterFolder(7, "2025-11-23"))).toBe(true);
  expect(deadLetterName(letter).startsWith(deadLetterFolder(77))).toBe(false);
});

it("has a place for an id without a time", () => {
  expect(deadLetterName({ projectId: 7, id: "ffffffff-ffff-4fff-8fff-ffffffffffff" })).toMatch(/^dead\/7\/[^/]+\/ffff/);
});

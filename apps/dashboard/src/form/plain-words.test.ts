import { Project, ProjectSettingsChange } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { numberOrNull, plainWords } from "./plain-words.ts";

const { quota, sampling } = ProjectSettingsChange.shape;
const faultOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: plainWords }).error?.issues[0]?.message;

describe("what is wrong in a form", () => {
  it.each([
    [quota, { eventsPerMinute: 0, eventsPerDay: null }, "must be 1 or more"],
    [quota, { eventsPerMinute: 1.5, eventsPerDay: null }, "must be a whole number"],
    [sampling, { rate: 2, slowMs: 0 }, "must be 1 or less"],
    [sampling, { rate: null, slowMs: 0 }, "must be a number"],
    [Project.shape.name, "", "must not be empty"],
    [Project.shape.name, "x".repeat(101), "must be 100 characters or fewer"],
  ])("%# is told in plain words", (schema, value, words) => expect(faultOf(schema, value)).toBe(words));

  it("is nothing where nothing is wrong", () =>
    expect(faultOf(quota, { eventsPerMinute: 1, eventsPerDay: null })).toBeUndefined());
});

it.each([
  ["", null],
  ["0", 0],
  ["1.5", 1.5],
  [12, 12],
  [null, null],
])("the input %j holds %j", (text, number) => expect(numberOrNull(text)).toBe(number));

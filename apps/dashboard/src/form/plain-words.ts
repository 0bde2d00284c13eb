import type { z } from "zod";

/** What zod found wrong in a form's value, as people say it; undefined leaves it to the schema's own words. */
export const plainWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "must be a whole number" : "must be a number";
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `must be ${issue.minimum} or more`;
    case "too_big":
      return issue.origin === "string"
        ? `must be ${issue.maximum} characters or fewer`
        : `must be ${issue.maximum} or less`;
    default:
      return undefined;
  }
};

/** What a number's input holds: null where it is empty. */
export const numberOrNull = (text: unknown): number | null =>
  text === "" || text === null || text === undefined ? null : Number(text);

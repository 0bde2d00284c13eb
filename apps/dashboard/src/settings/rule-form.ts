import { RedactionPreset, RedactionRule } from "@perigee/schema";
import { z } from "zod";

/** A redaction rule as its form holds it: the pattern's kind is chosen from one list, and the text is there for `regex` alone. */

export const patternKinds = [...RedactionPreset.options, "regex", "whole"] as const;

const FormPattern = z
  .object({ kind: z.enum(patternKinds), regex: z.string(), ignoreCase: z.boolean() })
  .transform(({ kind, regex, ignoreCase }): z.input<typeof RedactionRule>["pattern"] => {
    if (kind === "whole") return { whole: true };
    return kind === "regex" ? { regex, ignoreCase } : { preset: kind };
  })
  .pipe(RedactionRule.shape.pattern);

export const RedactionForm = z.object({
  redaction: z.object({
    defaults: z.boolean(),
    rules: z.array(RedactionRule.extend({ pattern: FormPattern })).max(50),
  }),
});

type FormRule = z.input<typeof RedactionForm>["redaction"]["rules"][number];

export function toForm({ pattern, ...rule }: RedactionRule): FormRule {
  const empty = { regex: "", ignoreCase: false };
  if ("whole" in pattern) return { ...rule, pattern: { ...empty, kind: "whole" } };
  if ("preset" in pattern) return { ...rule, pattern: { ...empty, kind: pattern.preset } };
  return { ...rule, pattern: { ...pattern, kind: "regex" } };
}

export const newRule: FormRule = {
  name: "",
  selector: "**",
  pattern: { kind: "regex", regex: "", ignoreCase: false },
  method: "mask",
};

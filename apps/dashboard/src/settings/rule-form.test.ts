import type { RedactionRule } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { newRule, RedactionForm, toForm } from "./rule-form.ts";

const common = { name: "tokens", selector: "props.*", method: "hash" } as const;

describe("the form of a redaction rule", () => {
  it.each<RedactionRule>([
    { ...common, pattern: { preset: "email" } },
    { ...common, pattern: { regex: "tok_\\w+", ignoreCase: true } },
    { ...common, pattern: { whole: true } },
  ])("gives back %j", (rule) => {
    const form = { redaction: { defaults: true, rules: [toForm(rule)] } };
    expect(RedactionForm.parse(form)).toEqual({ redaction: { defaults: true, rules: [rule] } });
  });

  it.each([
    ["name", { ...newRule, name: "Not Allowed", pattern: { ...newRule.pattern, regex: "x" } }],
    ["selector", { ...newRule, name: "a", selector: "a b", pattern: { ...newRule.pattern, regex: "x" } }],
    ["pattern.regex", { ...newRule, name: "a" }],
  ])("says that its %s is wrong", (field, rule) => {
    const parsed = RedactionForm.safeParse({ redaction: { defaults: true, rules: [rule] } });
    expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual([`redaction.rules.0.${field}`]);
  });
});

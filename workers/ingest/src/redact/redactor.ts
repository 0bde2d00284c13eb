import { createHmac } from "node:crypto";
import { type ProjectSettings, RedactionPreset, type RedactionRule } from "@perigee/schema";
import { compileLinear, type LinearRegex } from "@perigee/schema/linear-regex";
import { type Find, mayHoldSecret, presets, replaceSpans } from "@perigee/schema/secrets";
import { BoundedCache } from "../bounded-cache.ts";
import { countRedacted } from "../counters.ts";
import { note, type Tally } from "./tally.ts";

/** Takes out of a field's text what the project's rules find, and notes each find in the tally. */
export type Redact = (field: string, text: string, tally: Tally) => string;

type Settings = ProjectSettings["redaction"];

/** `label` stands in the counters, whose names must be few: the rules of projects share one. */
type Rule = {
  name: string;
  label: string;
  selector: string;
  find: readonly Find[];
  replace: (found: string) => string;
};

/** `presetsOnly`: nothing in a text without a trace of a secret could be found by these rules. */
type Chain = { rules: readonly Rule[]; presetsOnly: boolean };

/** A project's rules are made once for as long as its key stays in the isolate's cache, which makes new settings every half minute. */
const redactors = new WeakMap<Settings, Redact>();

export function redactorOf(settings: Settings, { secret, projectId }: { secret: string; projectId: number }): Redact {
  const known = redactors.get(settings);
  if (known) return known;
  const pseudonym = (found: string) =>
    createHmac("sha256", secret).update(`redaction|${projectId}|${found}`).digest("hex").slice(0, 16);
  const made = makeRedactor(settings, pseudonym);
  redactors.set(settings, made);
  return made;
}

function makeRedactor({ defaults, rules }: Settings, pseudonym: (found: string) => string): Redact {
  const replacements = { remove: () => "", mask: () => "***", hash: pseudonym };
  const own = rules.map(
    ({ name, selector, pattern, method }): Rule => ({
      name,
      label: "custom",
      selector,
      find: finders(pattern),
      replace: replacements[method],
    }),
  );
  const byDefault = (method: keyof typeof replacements): Rule[] =>
    defaults ? RedactionPreset.options.map((preset) => presetRule(preset, replacements[method])) : [];
  const chains = { usual: byDefault("mask"), userId: byDefault("hash") };
  const hasOwnPattern = new Set(rules.filter(({ pattern }) => !("preset" in pattern)).map(({ name }) => name));
  const chainOf = (field: string): Chain => {
    const selected = own.filter(({ selector }) => selects(selector, field));
    const last = field === "userId" ? chains.userId : chains.usual;
    return {
      rules: selected.length === 0 ? last : [...selected, ...last],
      presetsOnly: selected.every(({ name }) => !hasOwnPattern.has(name)),
    };
  };
  const cached = new BoundedCache<Chain>(500);
  return (field, text, tally) => {
    if (own.length === 0 && !mayHoldSecret(text)) return text;
    let chain = cached.get(field);
    if (!chain) {
      chain = chainOf(field);
      cached.set(field, chain);
    }
    return chain.presetsOnly && !mayHoldSecret(text) ? text : apply(chain.rules, { field, text, tally });
  };
}

const presetRule = (preset: RedactionPreset, replace: Rule["replace"]): Rule => ({
  name: preset,
  label: preset,
  selector: "**",
  find: presets[preset],
  replace,
});

/** A rule's expression was checked when it was set. If one does not compile all the same, it finds nothing: events still come in. */
function finders(pattern: RedactionRule["pattern"]): readonly Find[] {
  if ("preset" in pattern) return presets[pattern.preset];
  if ("whole" in pattern) return [(text) => (text === "" ? [] : [{ start: 0, end: text.length }])];
  const compiled = compiledRegex(pattern);
  return compiled ? [compiled.findAll] : [];
}

const compiled = new BoundedCache<LinearRegex | null>(1_000);

function compiledRegex(pattern: { regex: string; ignoreCase: boolean }): LinearRegex | null {
  const name = `${pattern.ignoreCase ? "i" : "-"}${pattern.regex}`;
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = compileLinear(pattern) ?? null;
  compiled.set(name, made);
  return made;
}

function selects(selector: string, field: string): boolean {
  if (selector === "**" || selector === field) return true;
  return selector.endsWith(".*") && field.startsWith(selector.slice(0, -1));
}

function apply(rules: readonly Rule[], { field, text, tally }: { field: string; text: string; tally: Tally }): string {
  let result = text;
  for (const { name, label, find, replace } of rules) {
    for (const findIn of find) {
      const spans = findIn(result);
      if (spans.length === 0) continue;
      result = replaceSpans(result, spans, replace);
      note(tally, `${name}:${field}`, spans.length);
      countRedacted(label, spans.length);
    }
  }
  return result;
}

import type { AnyValue, KeyValues, LogRecord, Scoped, Span } from "@perigee/otlp";
import type { RedactionPreset } from "@perigee/schema";
import { compileLinear } from "@perigee/schema/linear-regex";
import { type Find, mayHoldSecret, presets, replaceSpans } from "@perigee/schema/secrets";
import type { InputContext } from "./input.ts";

export type MaskRule = RedactionPreset | { regex: string; ignoreCase: boolean };

/** Puts `***` where a rule finds something, in every text, in place. Answers what it is given. */
export type Mask = {
  logs: (scoped: Scoped<LogRecord>) => Scoped<LogRecord>;
  spans: (scoped: Scoped<Span>) => Scoped<Span>;
};

type Rule = { label: string; find: readonly Find[] };

export function createMask(rules: readonly MaskRule[], count: InputContext["count"]): Mask {
  const known = rules.filter((rule) => typeof rule === "string").map((name) => ({ label: name, find: presets[name] }));
  const own = rules.filter((rule) => typeof rule !== "string").flatMap((rule) => compile(rule));
  if (rules.length === 0) return { logs: (scoped) => scoped, spans: (scoped) => scoped };
  const maskText = (text: string): string => {
    const masked = own.length === 0 ? text : apply(own, { text, count });
    return mayHoldSecret(masked) ? apply(known, { text: masked, count }) : masked;
  };
  const mask = new TreeMask(maskText);
  return {
    logs: (scoped) => {
      for (const record of scoped.items) mask.record(record);
      return scoped;
    },
    spans: (scoped) => {
      for (const span of scoped.items) mask.span(span);
      return scoped;
    },
  };
}

/** The config was checked, so each one compiles. */
function compile(rule: { regex: string; ignoreCase: boolean }): Rule[] {
  const compiled = compileLinear(rule);
  return compiled ? [{ label: "custom", find: [compiled.findAll] }] : [];
}

function apply(rules: readonly Rule[], { text, count }: { text: string; count: InputContext["count"] }): string {
  let masked = text;
  for (const { label, find } of rules) {
    for (const findIn of find) {
      const found = findIn(masked);
      if (found.length === 0) continue;
      masked = replaceSpans(masked, found, () => "***");
      count("perigee.agent.masked", found.length, { rule: label });
    }
  }
  return masked;
}

class TreeMask {
  readonly #text: (text: string) => string;

  constructor(text: (text: string) => string) {
    this.#text = text;
  }

  record(record: LogRecord): void {
    record.body = this.#value(record.body);
    this.#attributes(record.attributes);
  }

  span(span: Span): void {
    span.name = this.#text(span.name);
    span.statusMessage = this.#text(span.statusMessage);
    this.#attributes(span.attributes);
    for (const { attributes } of span.events) this.#attributes(attributes);
    for (const { attributes } of span.links) this.#attributes(attributes);
  }

  #attributes(attributes: KeyValues): void {
    // An iterator would make a list of each pair, and each attribute of each record comes here.
    attributes.forEach((value, key) => {
      const masked = this.#value(value);
      if (masked !== value) attributes.set(key, masked);
    });
  }

  #value(value: AnyValue): AnyValue {
    if (typeof value === "string") return this.#text(value);
    if (Array.isArray(value)) return value.map((each) => this.#value(each));
    if (value instanceof Map) this.#attributes(value);
    return value;
  }
}

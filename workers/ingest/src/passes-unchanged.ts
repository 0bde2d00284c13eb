import type { z } from "zod";

type Rule = (value: unknown) => boolean;

/**
 * Makes of a schema the quick question "would zod take this JSON value and give it back as it is?". Yes is certain. No means: ask
 * zod, which then names the fault, or mends the value. Nearly every event is a yes, at a small part of the price of a parse:
 * workerd forbids the code that zod generates elsewhere, and zod makes new objects of all that it reads.
 *
 * The rules are read off the schema, so there is no second list of fields. A type that has no rule here is left to zod.
 */
export function passesUnchanged<S extends z.ZodType>(schema: S): (value: unknown) => value is z.output<S> {
  return ruleOf(schema) as (value: unknown) => value is z.output<S>;
}

function ruleOf(schema: z.core.$ZodType): Rule {
  const rule = typeRule(schema as z.core.$ZodTypes);
  if (!rule) return (value) => isGivenBack(schema, value);
  const checks = checksOf(schema);
  return checks.length === 0 ? rule : (value) => rule(value) && leaveAlone(checks, value);
}

/** The rule of a type without its checks. */
function typeRule(schema: z.core.$ZodTypes): Rule | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case "unknown":
      return () => true;
    case "string":
    case "boolean":
      return (value) => typeof value === def.type;
    case "number":
      return Number.isFinite;
    case "literal":
    case "enum":
      return oneOf(schema);
    case "optional":
      return ruleOf(def.innerType);
    case "array":
      return listOf(ruleOf(def.element));
    case "object":
      return def.catchall ? undefined : objectOf(def.shape);
    case "union":
      return "discriminator" in def ? variantOf(def as z.core.$ZodDiscriminatedUnionDef) : undefined;
    default:
      return undefined;
  }
}

function oneOf(schema: z.core.$ZodType): Rule | undefined {
  const allowed: ReadonlySet<unknown> | undefined = schema._zod.values;
  return allowed && ((value) => allowed.has(value));
}

const listOf =
  (passes: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.every(passes);

/** Zod drops fields that the shape does not name, so an object with such a field would not come back as it is. */
function objectOf(shape: z.core.$ZodShape): Rule {
  const fields = new Map(
    Object.entries(shape).map(([name, schema]) => [
      name,
      { passes: ruleOf(schema), isRequired: schema._zod.optin !== "optional" },
    ]),
  );
  const requiredCount = Array.from(fields.values()).filter(({ isRequired }) => isRequired).length;
  return (value) => {
    if (!isObject(value)) return false;
    let missing = requiredCount;
    for (const name of Object.keys(value)) {
      const field = fields.get(name);
      if (!field?.passes(value[name])) return false;
      if (field.isRequired) missing -= 1;
    }
    return missing === 0;
  };
}

function variantOf({ options, discriminator }: z.core.$ZodDiscriminatedUnionDef): Rule {
  const variants = new Map(
    options.flatMap((option) => {
      const passes = ruleOf(option);
      return Array.from(option._zod.propValues?.[discriminator] ?? [], (kind) => [kind as unknown, passes] as const);
    }),
  );
  return (value) => isObject(value) && variants.get(value[discriminator])?.(value) === true;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isGivenBack(schema: z.core.$ZodType, value: unknown): boolean {
  const result = schema._zod.run({ value, issues: [] }, { async: false });
  return !(result instanceof Promise) && result.issues.length === 0 && Object.is(result.value, value);
}

/** Formats such as `z.uuidv7()` are both: a type and its own first check. */
const checksOf = (schema: z.core.$ZodType): z.core.$ZodCheck<never>[] => [
  ...("check" in schema._zod ? [schema as unknown as z.core.$ZodCheck] : []),
  ...(schema._zod.def.checks ?? []),
];

function leaveAlone(checks: z.core.$ZodCheck<never>[], value: unknown): boolean {
  const payload: z.core.ParsePayload<never> = { value: value as never, issues: [] };
  for (const check of checks) {
    const pending = check._zod.check(payload);
    if (pending !== undefined || payload.issues.length > 0) return false;
  }
  return Object.is(payload.value, value);
}

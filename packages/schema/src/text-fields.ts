import { WireContext, WireEvent } from "./wire-batch.ts";

/**
 * Where a batch can hold text that a visitor or a site has written, by the names of the wire format. It is read off the schema,
 * so that a field which is added there is redacted from its first day.
 */
export type TextFields = {
  /** Fields that are free text themselves. */
  texts: readonly string[];
  /** Fields that are flat maps, whose keys and values are free text. */
  maps: readonly string[];
  /** The list that holds further texts, with their names; at most one, `breadcrumbs`. */
  lists: readonly { name: string; texts: readonly string[] }[];
};

export const contextTextFields: TextFields = textFieldsOf(WireContext._zod.def.shape);

export const eventTextFields: ReadonlyMap<WireEvent["kind"], TextFields> = new Map(
  WireEvent.options.map(({ shape }) => [shape.kind.value, textFieldsOf(shape)]),
);

/** The same for logs, spans and metrics, by the names of OpenTelemetry's protocol: `body` is all of it, however deep; `resource` are its attributes, `metadata` is that of a metric. */
const telemetryTexts = ["body", "name", "statusMessage", "events.name"] as const;
const telemetryMaps = [
  "attributes",
  "metadata",
  "resource",
  "scope",
  "events.attributes",
  "links.attributes",
  "exemplars.attributes",
] as const;

export type TelemetryText = (typeof telemetryTexts)[number];
export type TelemetryMap = (typeof telemetryMaps)[number];

/** Dotted names that a redaction rule may select, one by one; maps come by `props.<key>` and `props.*`. */
export const selectableTexts: ReadonlySet<string> = new Set([
  ...everyField(({ texts, lists }) => [...texts, ...dotted(lists)]),
  ...telemetryTexts,
]);
export const selectableMaps: ReadonlySet<string> = new Set([...everyField(({ maps }) => maps), ...telemetryMaps]);

function everyField(pick: (fields: TextFields) => readonly string[]): string[] {
  return [contextTextFields, ...eventTextFields.values()].flatMap(pick);
}

function dotted(lists: TextFields["lists"]): string[] {
  return lists.flatMap(({ name, texts }) => texts.map((text) => `${name}.${text}`));
}

type Shape = Readonly<Record<string, { _zod: { def: unknown } }>>;
type Def = {
  type: string;
  innerType?: { _zod: { def: unknown } };
  element?: { _zod: { def: unknown } };
  shape?: Shape;
  checks?: { _zod: { def: { check: string } } }[];
};

function textFieldsOf(shape: Shape): TextFields {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, def: innermost(schema) }));
  return {
    texts: fields.filter(({ def }) => isFreeText(def)).map(({ name }) => name),
    // `props()` is the one transform of the wire format.
    maps: fields.filter(({ def }) => def.type === "pipe").map(({ name }) => name),
    lists: fields.flatMap(({ name, def }) => {
      const element = def.type === "array" && def.element ? innermost(def.element) : undefined;
      return element?.shape ? [{ name, texts: textFieldsOf(element.shape).texts }] : [];
    }),
  };
}

function innermost(schema: { _zod: { def: unknown } }): Def {
  const def = schema._zod.def as Def;
  return def.innerType ? innermost(def.innerType) : def;
}

/** Free text is what the wire format cuts to a length; ids, enums and numbers are checked and never cut. */
function isFreeText({ type, checks = [] }: Def): boolean {
  return type === "string" && checks.some(({ _zod }) => _zod.def.check === "overwrite");
}

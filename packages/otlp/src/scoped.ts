import { entityRefs } from "./entity-refs.ts";
import { field, keyValues } from "./fields.ts";
import * as json from "./json-values.ts";
import { type Message, message, readJson, readWire, toJson } from "./message.ts";
import { type Reading, WrongField } from "./reading.ts";
import { text, uint32 } from "./scalars.ts";
import type { Resource, Scope, Scoped } from "./tree.ts";
import type { WireReader } from "./wire-reader.ts";

/** What logs, spans and metrics share: lists of resources, of scopes and of records, under three names but the same numbers. */

export type Signal<Item> = {
  /** Names in JSON, from the request down. */
  resources: string;
  scopes: string;
  items: string;
  item: Message<Item>;
  /** Writes an item in JSON, where there is a faster way than by its fields. */
  text?: (item: Item) => string;
  /** Finishes an item that was read, in its place. */
  afterRead: (item: Item) => void;
  /** How many records are lost with one of the items that cannot be read. */
  countRecords: (source: unknown) => number;
};

const resource = message<Resource>(
  () => ({ attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" }),
  [keyValues("attributes", 1), field("droppedAttributesCount", 2, uint32), entityRefs],
);

const scope = message<Scope>(
  () => ({ name: "", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" }),
  [
    field("name", 1, text),
    field("version", 2, text),
    keyValues("attributes", 3),
    field("droppedAttributesCount", 4, uint32),
  ],
);

const knownInRequest = [1];
const knownInScoped = [1, 2, 3];

/** Reads a request to its end. Scopes without records are left out. */
export function readScoped<Item>(reader: WireReader, signal: Signal<Item>): Scoped<Item>[] {
  const tree: Scoped<Item>[] = [];
  while (reader.at < reader.length) {
    const tag = reader.tag();
    if (tag === 0x0a) readResource(reader, signal, tree);
    else reader.skipUnknown(tag, knownInRequest);
  }
  return tree;
}

function readResource<Item>(reader: WireReader, signal: Signal<Item>, tree: Scoped<Item>[]): void {
  const ofResource = resource.create();
  const end = reader.enter();
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === 0x0a) readWire(reader, resource, ofResource);
    else if (tag === 0x12) {
      const scoped = { resource: ofResource, scope: scope.create(), items: [] };
      readItems(reader, signal, scoped);
      if (scoped.items.length > 0) tree.push(scoped);
    } else if (tag === 0x1a) ofResource.schemaUrl = reader.text();
    else reader.skipUnknown(tag, knownInScoped);
  }
  reader.leave(end);
}

function readItems<Item>(reader: WireReader, { item: ofItem, afterRead }: Signal<Item>, scoped: Scoped<Item>): void {
  const end = reader.enter();
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === 0x12) {
      reader.reading.addRecord();
      const item = readWire(reader, ofItem, ofItem.create());
      afterRead(item);
      scoped.items.push(item);
    } else if (tag === 0x0a) readWire(reader, scope, scoped.scope);
    else if (tag === 0x1a) scoped.scope.schemaUrl = reader.text();
    else reader.skipUnknown(tag, knownInScoped);
  }
  reader.leave(end);
}

/** What cannot be read is left out alone: a record, or a scope or resource with all of its records. */
export function readScopedJson<Item>(source: unknown, signal: Signal<Item>, reading: Reading): Scoped<Item>[] {
  const { resources, scopes, items } = signal;
  const readScope = (entry: unknown, ofResource: Resource): Scoped<Item> => {
    const fields = json.object(entry, scopes);
    const ofScope = readHead(scope, head("scope", fields), reading);
    return { resource: ofResource, scope: ofScope, items: readItemsJson(listAt(fields, items), signal, reading) };
  };
  const readOfResource = (entry: unknown): Scoped<Item>[] => {
    const fields = json.object(entry, resources);
    const ofResource = readHead(resource, head("resource", fields), reading);
    const lost = (of: unknown) => recordsIn(of, [items], signal);
    return readEach(listAt(fields, scopes), (of) => readScope(of, ofResource), { name: scopes, lost, reading });
  };
  const lost = (of: unknown) => recordsIn(of, [scopes, items], signal);
  return readEach(listAt(json.object(source, "The body"), resources), readOfResource, {
    name: resources,
    lost,
    reading,
  })
    .flat()
    .filter(({ items: ofScope }) => ofScope.length > 0);
}

const listAt = (fields: Record<string, unknown>, name: string): unknown[] => json.list(fields[name] ?? [], name);

const head = (name: string, fields: Record<string, unknown>) => ({
  fields: json.object(fields[name] ?? {}, name),
  schemaUrl: json.text(fields["schemaUrl"] ?? "", "schemaUrl"),
});

/** The resource or the scope, with the schema URL that stands beside it. */
function readHead<Head extends { schemaUrl: string }>(
  ofMessage: Message<Head>,
  { fields, schemaUrl }: ReturnType<typeof head>,
  reading: Reading,
): Head {
  const target = readJson(ofMessage, fields, { target: ofMessage.create(), reading });
  target.schemaUrl = schemaUrl;
  return target;
}

function readItemsJson<Item>(list: unknown[], signal: Signal<Item>, reading: Reading): Item[] {
  const readItem = (entry: unknown): Item => {
    reading.addRecord();
    const item = readJson(signal.item, json.object(entry, signal.items), { target: signal.item.create(), reading });
    signal.afterRead(item);
    return item;
  };
  return readEach(list, readItem, { name: signal.items, lost: signal.countRecords, reading });
}

/** `name` is that of the list, `lost` tells how many records are lost with one of its entries. */
type Each = { name: string; lost: (entry: unknown) => number; reading: Reading };

function readEach<T>(list: unknown[], read: (entry: unknown) => T, { name, lost, reading }: Each): T[] {
  const found: T[] = [];
  for (const [index, entry] of list.entries()) {
    try {
      found.push(read(entry));
    } catch (cause) {
      if (!(cause instanceof WrongField)) throw cause;
      const count = lost(entry);
      if (count === 0) reading.findings.warn(`of ${name} without records could not be read`);
      reading.findings.reject(`${name}.${index}: ${cause.message}`, count);
    }
  }
  return found;
}

/** How many records something claims to hold, under the names of lists within lists. */
function recordsIn<Item>(source: unknown, [name, ...deeper]: string[], signal: Signal<Item>): number {
  if (name === undefined) return signal.countRecords(source);
  if (typeof source !== "object" || source === null) return 0;
  const list: unknown = Object.getOwnPropertyDescriptor(source, name)?.value;
  return Array.isArray(list) ? list.reduce<number>((sum, entry) => sum + recordsIn(entry, deeper, signal), 0) : 0;
}

/** Neighbours of the same resource stand together again. */
export function scopedText<Item>(tree: readonly Scoped<Item>[], signal: Signal<Item>): string {
  const { resources, scopes, items } = signal;
  const written: { of: Resource; scopes: string[] }[] = [];
  for (const { resource: of, scope: ofScope, items: ofItems } of tree) {
    if (written.at(-1)?.of !== of) written.push({ of, scopes: [] });
    const list = `"${items}":[${itemsText(ofItems, signal)}]`;
    written
      .at(-1)
      ?.scopes.push(`{"scope":${JSON.stringify(toJson(scope, ofScope))},${list},${schemaUrlText(ofScope.schemaUrl)}}`);
  }
  const entries = written.map(
    ({ of, scopes: list }) =>
      `{"resource":${JSON.stringify(toJson(resource, of))},"${scopes}":[${list.join(",")}],${schemaUrlText(of.schemaUrl)}}`,
  );
  return `{"${resources}":[${entries.join(",")}]}`;
}

/** With commas between them. */
export function itemsText<Item>(items: readonly Item[], { item, text }: Signal<Item>): string {
  const textOf = text ?? ((each: Item) => JSON.stringify(toJson(item, each)));
  return items.map(textOf).join(",");
}

const schemaUrlText = (url: string): string => `"schemaUrl":${JSON.stringify(url)}`;

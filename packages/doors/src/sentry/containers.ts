import type { KeyValues, Scoped } from "@perigee/otlp";
import { z } from "zod";
import { anyValue, keyValues, withoutPersonal } from "../attributes.ts";
import { list, maybe, withinLimit } from "../lenient.ts";
import { resourceOf, type Source, scopeOf } from "./resource.ts";

/**
 * Items that hold a list of logs, spans or metrics, which are made alike: https://develop.sentry.dev/sdk/telemetry/logs/. What an SDK
 * writes on each of them about itself becomes their resource.
 */
const Container = z.object({ items: list });

/** An attribute is `{value, type, unit?}`. */
const Attribute = z.object({ value: z.unknown() });

export const Attributes = z
  .record(z.string(), maybe(Attribute))
  .catch({})
  .transform((attributes) =>
    keyValues(Object.entries(attributes).map(([name, attribute]) => [name, anyValue(attribute?.value)])),
  );

type Read<Item> = { scoped: Scoped<Item>[]; faults: string[] };

/** The container's good entries as `read` makes them, in one scope; `faults` has a sentence for each of the others. */
export function readContainer<Item extends { attributes: KeyValues }>(
  payload: unknown,
  { name, read }: { name: string; read: (entry: unknown) => Item | undefined },
): Read<Item> {
  const container = Container.safeParse(payload);
  const faults: string[] = [];
  if (!container.success) return { scoped: [], faults: [`${name}: must be an object with a list of items`] };
  const found: Item[] = [];
  for (const [index, entry] of withinLimit(container.data.items, name, faults).entries()) {
    const item = read(entry);
    if (item) found.push(item);
    else faults.push(`${name}.items.${index}: does not have the required shape`);
  }
  const [first] = found;
  if (!first) return { scoped: [], faults };
  const source = sourceOfAttributes(first.attributes);
  const items = found.map((item) => ({ ...item, attributes: ownAttributes(item.attributes) }));
  return { scoped: [{ resource: resourceOf(source), scope: scopeOf(source), items }], faults };
}

const ofSource = ["service.name", "sentry.release", "sentry.environment", "sentry.sdk.name", "sentry.sdk.version"];

function sourceOfAttributes(attributes: KeyValues): Source {
  const [service, release, environment, name, version] = ofSource.map((key) => {
    const value = attributes.get(key);
    return typeof value === "string" ? value : undefined;
  });
  return { service, release, environment, sdk: { name, version } };
}

const ownAttributes = (attributes: KeyValues): KeyValues =>
  withoutPersonal(new Map(Array.from(attributes).filter(([name]) => !ofSource.includes(name))));

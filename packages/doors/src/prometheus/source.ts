import type { AnyValue, ExponentialHistogramPoint, KeyValues, Metric, NumberPoint, Scoped } from "@perigee/otlp";

/** What one scope of one target has sent. Points are found by the name of their metric. */
export type Source = {
  scoped: Scoped<Metric>;
  numbers: Map<string, NumberPoint[]>;
  exponentials: Map<string, ExponentialHistogramPoint[]>;
};

/** The source of a series; the labels that tell it are taken out of `labels`. */
export function takeSource(sources: Map<string, Source>, labels: Map<string, string>): Source {
  const own = new Map([...labels].filter(([name]) => isOfSource(name)));
  for (const name of own.keys()) labels.delete(name);
  const key = JSON.stringify([...own]);
  const known = sources.get(key);
  if (known) return known;
  const scoped = { resource: { ...noDrops, attributes: resourceOf(own) }, scope: scopeOf(own), items: [] };
  const source: Source = { scoped, numbers: new Map(), exponentials: new Map() };
  sources.set(key, source);
  return source;
}

const isOfSource = (name: string) => name === "job" || name === "instance" || name.startsWith(scopePrefix);

const scopePrefix = "otel_scope_";
const noDrops = { droppedAttributesCount: 0, schemaUrl: "" };

/**
 * `job` is the service, or its namespace and the service.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes-1
 */
function resourceOf(labels: ReadonlyMap<string, string>): KeyValues {
  const attributes = new Map<string, AnyValue>();
  const job = labels.get("job") ?? "";
  const [, namespace, name = job] = /^([^/]+)\/([^/]+)$/.exec(job) ?? [];
  if (name) attributes.set("service.name", name);
  if (namespace) attributes.set("service.namespace", namespace);
  const instance = labels.get("instance");
  if (instance) attributes.set("service.instance.id", instance);
  return attributes;
}

/** Section "Instrumentation Scope": a series that names none gets the one that translated it. */
function scopeOf(labels: ReadonlyMap<string, string>): Scoped<Metric>["scope"] {
  const attributes = new Map<string, AnyValue>();
  for (const [label, value] of labels) {
    if (label.startsWith(scopePrefix) && !scopeFields.has(label))
      attributes.set(label.slice(scopePrefix.length), value);
  }
  return {
    name: labels.get("otel_scope_name") ?? "perigee/prometheus-remote-write",
    version: labels.get("otel_scope_version") ?? "",
    attributes,
    droppedAttributesCount: 0,
    schemaUrl: labels.get("otel_scope_schema_url") ?? "",
  };
}

const scopeFields = new Set(["otel_scope_name", "otel_scope_version", "otel_scope_schema_url"]);

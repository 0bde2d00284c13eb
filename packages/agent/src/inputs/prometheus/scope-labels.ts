import type { Scope } from "@perigee/otlp";
import { scopeOf } from "../instruments.ts";
import type { Family } from "./exposition.ts";
import type { Labels } from "./sample-line.ts";

const prefix = "otel_scope_";

/**
 * Splits off the labels that speak of the scope: name, version, schema URL, and attributes with what `otel_scope_info` says of the same scope.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#instrumentation-scope
 */
export function scopeSplitter(families: Family[]): (labels: Labels) => { scope: Scope; labels: Labels } {
  const infos = families.filter(isScopeInfo).flatMap(({ samples }) => samples.map(({ labels }) => labels));
  const attributesByScope = new Map(infos.map((labels) => [identityOf(labels), attributesOf(labels)]));
  const own = scopeOf("prometheus");
  return (labels) => {
    const ofScope = [...labels].filter(([name]) => name.startsWith(prefix));
    if (ofScope.length === 0) return { scope: own, labels };
    const scope: Scope = {
      name: labels.get(`${prefix}name`) ?? "",
      version: labels.get(`${prefix}version`) ?? "",
      attributes: new Map([...(attributesByScope.get(identityOf(labels)) ?? []), ...attributesOf(new Map(ofScope))]),
      droppedAttributesCount: 0,
      schemaUrl: labels.get(`${prefix}schema_url`) ?? "",
    };
    return { scope, labels: new Map([...labels].filter(([name]) => !name.startsWith(prefix))) };
  };
}

export const isScopeInfo = ({ name }: Family): boolean => name === "otel_scope_info" || name === "otel_scope";

const identityOf = (labels: Labels): string =>
  JSON.stringify([labels.get(`${prefix}name`) ?? "", labels.get(`${prefix}version`) ?? ""]);

const fields = new Set([`${prefix}name`, `${prefix}version`, `${prefix}schema_url`]);

const attributesOf = (labels: Labels): [string, string][] =>
  [...labels]
    .filter(([name]) => !fields.has(name))
    .map(([name, value]) => [name.startsWith(prefix) ? name.slice(prefix.length) : name, value]);

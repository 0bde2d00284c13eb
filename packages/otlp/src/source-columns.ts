import { asText } from "./any-value.ts";
import type { Findings } from "./findings.ts";
import { fitName, toTextMap } from "./row-text.ts";
import type { Scoped } from "./tree.ts";

/** Columns that tell where records come from, in every table; they are equal in all rows of a scope. */
export function sourceColumns({ resource, scope }: Omit<Scoped<unknown>, "items">, findings: Findings) {
  return {
    ServiceName: fitName(asText(resource.attributes.get("service.name") ?? null), findings),
    ResourceAttributes: toTextMap(resource.attributes, findings),
    ResourceSchemaUrl: fitName(resource.schemaUrl, findings),
    ScopeName: fitName(scope.name, findings),
    ScopeVersion: fitName(scope.version, findings),
    ScopeAttributes: toTextMap(scope.attributes, findings),
    ScopeSchemaUrl: fitName(scope.schemaUrl, findings),
  };
}

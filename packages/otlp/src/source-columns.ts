import { asText } from "./any-value.ts";
import type { Findings } from "./findings.ts";
import { droppedAttributes, fitName, toTextMap } from "./row-text.ts";
import type { Scoped } from "./tree.ts";

/** Columns that tell where records come from, in every table; they are equal in all rows of a scope. Counts of 0 are left out. */
export function sourceColumns({ resource, scope }: Omit<Scoped<unknown>, "items">, findings: Findings) {
  const [ofResource, ofScope] = [droppedAttributes(resource), droppedAttributes(scope)];
  return {
    ServiceName: fitName(asText(resource.attributes.get("service.name") ?? null), findings),
    ResourceAttributes: toTextMap(resource.attributes, findings),
    ResourceSchemaUrl: fitName(resource.schemaUrl, findings),
    ...(ofResource > 0 && { ResourceDroppedAttrCount: ofResource }),
    ScopeName: fitName(scope.name, findings),
    ScopeVersion: fitName(scope.version, findings),
    ScopeAttributes: toTextMap(scope.attributes, findings),
    ...(ofScope > 0 && { ScopeDroppedAttrCount: ofScope }),
    ScopeSchemaUrl: fitName(scope.schemaUrl, findings),
  };
}

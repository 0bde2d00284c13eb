import { limits } from "@perigee/schema";
import { asText } from "./any-value.ts";
import type { Findings } from "./findings.ts";
import { droppedAttributes, fitName, fitText, toTextMap } from "./row-text.ts";
import type { Resource, Scoped } from "./tree.ts";

/**
 * Columns that tell where records come from, in every table; they are equal in all rows of a scope. Counts of 0 are left out, and so are
 * entities where there are none.
 */
export function sourceColumns({ resource, scope }: Omit<Scoped<unknown>, "items">, findings: Findings) {
  const [ofResource, ofScope] = [droppedAttributes(resource), droppedAttributes(scope)];
  return {
    ServiceName: fitName(asText(resource.attributes.get("service.name") ?? null), findings),
    ResourceAttributes: toTextMap(resource.attributes, findings),
    ResourceSchemaUrl: fitName(resource.schemaUrl, findings),
    ...(ofResource > 0 && { ResourceDroppedAttrCount: ofResource }),
    ...entityColumns(resource, findings),
    ScopeName: fitName(scope.name, findings),
    ScopeVersion: fitName(scope.version, findings),
    ScopeAttributes: toTextMap(scope.attributes, findings),
    ...(ofScope > 0 && { ScopeDroppedAttrCount: ofScope }),
    ScopeSchemaUrl: fitName(scope.schemaUrl, findings),
  };
}

/** Nothing of a resource without entities, which most are. */
function entityColumns({ entityRefs = [] }: Resource, findings: Findings) {
  if (entityRefs.length === 0) return undefined;
  const fitKeys = (keys: readonly string[]) =>
    fitMost(keys, findings).map((key) => fitText(key, limits.otlpKeyChars, findings));
  const refs = fitMost(entityRefs, findings);
  return {
    "ResourceEntityRefs.Type": refs.map(({ type }) => fitName(type, findings)),
    "ResourceEntityRefs.IdKeys": refs.map(({ idKeys }) => fitKeys(idKeys)),
    "ResourceEntityRefs.DescriptionKeys": refs.map(({ descriptionKeys }) => fitKeys(descriptionKeys)),
    "ResourceEntityRefs.SchemaUrl": refs.map(({ schemaUrl }) => fitName(schemaUrl, findings)),
  };
}

/** A resource has no more entities, and none of these more keys, than the attributes that we keep of it. */
function fitMost<Item>(list: readonly Item[], findings: Findings): readonly Item[] {
  const beyond = list.length - limits.otlpAttributes;
  findings.warn(
    `entity references or keys of them were dropped: a list holds at most ${limits.otlpAttributes}`,
    beyond,
  );
  return beyond > 0 ? list.slice(0, limits.otlpAttributes) : list;
}

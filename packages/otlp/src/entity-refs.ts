import { field } from "./fields.ts";
import * as json from "./json-values.ts";
import { type Field, message, readJson, readWire, toJson } from "./message.ts";
import { WrongField } from "./reading.ts";
import { text } from "./scalars.ts";
import type { EntityRef } from "./tree.ts";
import { wireTypes } from "./wire-reader.ts";

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.10.0/opentelemetry/proto/common/v1/common.proto */

const entityRef = message<EntityRef>(
  () => ({ schemaUrl: "", type: "", idKeys: [], descriptionKeys: [] }),
  [field("schemaUrl", 1, text), field("type", 2, text), keys("idKeys", 3), keys("descriptionKeys", 4)],
);

/**
 * The entities of a resource, which its attributes say as well. So in JSON one that cannot be read is left out alone, where a wrong attribute
 * costs the resource with all of its records.
 */
export const entityRefs: Field<{ entityRefs?: EntityRef[] }> = {
  name: "entityRefs",
  number: 3,
  wireTypes: 1 << wireTypes.bytes,
  readWire: (reader, target) => {
    reader.reading.addValue();
    add(target, readWire(reader, entityRef, entityRef.create()));
  },
  readJson: (value, target, reading) => {
    // What is no list is as one entry that cannot be read.
    const entries: unknown[] = Array.isArray(value) ? value : [undefined];
    for (const entry of entries) {
      reading.addValue();
      try {
        add(target, readJson(entityRef, json.object(entry, "entityRefs"), { target: entityRef.create(), reading }));
      } catch (cause) {
        if (!(cause instanceof WrongField)) throw cause;
        reading.findings.warn("entity references could not be read and were left out");
      }
    }
  },
  toJson: (source) => source.entityRefs?.map((ref) => toJson(entityRef, ref)),
};

function add(target: { entityRefs?: EntityRef[] }, ref: EntityRef): void {
  target.entityRefs ??= [];
  target.entityRefs.push(ref);
}

function keys<Key extends "idKeys" | "descriptionKeys">(key: Key, number: number): Field<Record<Key, string[]>> {
  return {
    name: key,
    number,
    wireTypes: 1 << wireTypes.bytes,
    readWire: (reader, target) => {
      reader.reading.addValue();
      target[key].push(reader.text());
    },
    readJson: (value, target, reading) => {
      for (const entry of json.list(value, key)) {
        reading.addValue();
        target[key].push(json.text(entry, key));
      }
    },
    toJson: (source) => (source[key].length === 0 ? undefined : source[key]),
  };
}

import { selectFields } from "../select-fields.ts";
import type { Apply, StepOf } from "./step.ts";

/** Steps that move attributes about. */

export function compileRename({ fields }: StepOf<"rename">): Apply {
  const renames = Object.entries(fields);
  return ({ attributes }) => {
    const present = renames.filter(([from]) => attributes.has(from));
    // All are taken out before any is put back, so that two may change places.
    const moved = present.map(([from, to]) => [to, attributes.get(from) ?? null] as const);
    for (const [from] of present) attributes.delete(from);
    for (const [to, value] of moved) attributes.set(to, value);
    return present.length > 0 ? "done" : "unchanged";
  };
}

export function compileSet({ attributes: wanted, overwrite }: StepOf<"set">): Apply {
  const entries = Object.entries(wanted);
  return ({ attributes }) => {
    const missing = overwrite ? entries : entries.filter(([name]) => !attributes.has(name));
    for (const [name, value] of missing) attributes.set(name, value);
    return missing.length > 0 ? "done" : "unchanged";
  };
}

export function compileDropFields({ fields }: StepOf<"drop-fields">): Apply {
  return removeWhere(selectFields(fields));
}

export function compileKeepFields({ fields }: StepOf<"keep-fields">): Apply {
  const isKept = selectFields(fields);
  return removeWhere((name) => !isKept(name));
}

function removeWhere(isUnwanted: (name: string) => boolean): Apply {
  return ({ attributes }) => {
    const unwanted = [...attributes.keys()].filter(isUnwanted);
    for (const name of unwanted) attributes.delete(name);
    return unwanted.length > 0 ? "done" : "unchanged";
  };
}

import { selectFields } from "../select-fields.ts";
import { scalarText } from "../sources.ts";
import type { Apply, StepOf } from "./step.ts";

const masked = "***";

export function compileRedact({ fields, method }: StepOf<"redact">): Apply {
  const isSecret = selectFields(fields);
  return ({ attributes }) => {
    const found = [...attributes].filter(([name]) => isSecret(name));
    for (const [name, value] of found)
      attributes.set(name, method === "mask" ? masked : (ipPrefix(scalarText(value)) ?? masked));
    return found.length > 0 ? "done" : "unchanged";
  };
}

/** The network that an address is in: 24 bits of IPv4, 48 of IPv6, which is what one customer of a provider has at least. */
function ipPrefix(address: string): string | undefined {
  const [, ipv4] = /^((?:\d{1,3}\.){3})\d{1,3}$/.exec(address) ?? [];
  if (ipv4 !== undefined) return `${ipv4}0`;
  if (!/^[\da-f:]{2,39}$/i.test(address) || !address.includes(":")) return undefined;
  const [head = "", tail = ""] = address.split("::", 2);
  const [before, after] = [head, tail].map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0)) }, () => "0");
  return `${[...(before ?? []), ...zeros, ...(after ?? [])].slice(0, 3).join(":")}::`;
}

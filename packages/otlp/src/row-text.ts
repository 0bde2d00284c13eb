import { limits } from "@perigee/schema";
import { asText } from "./any-value.ts";
import type { Findings } from "./findings.ts";
import type { KeyValues } from "./tree.ts";

/** How texts and attributes go into columns: well-formed, which ClickHouse insists on, and no longer than our limits. */

export function fitText(text: string, most: number, findings: Findings): string {
  if (text.length > most) {
    findings.warn(`texts were cut to ${most} characters`);
    return text.slice(0, most).toWellFormed();
  }
  return text.isWellFormed() ? text : text.toWellFormed();
}

export const fitName = (text: string, findings: Findings): string => fitText(text, limits.otlpNameChars, findings);

/** Attributes as a Map(String, String) column takes them. */
export function toTextMap(attributes: KeyValues, findings: Findings): Record<string, string> {
  const map: Record<string, string> = {};
  let room = limits.otlpAttributes;
  for (const [key, value] of attributes) {
    if (room-- === 0) break;
    put(map, fitText(key, limits.otlpKeyChars, findings), fitText(asText(value), limits.otlpTextChars, findings));
  }
  findings.warn(`attributes were dropped: a set holds at most ${limits.otlpAttributes}`, countDropped(attributes));
  return map;
}

const countDropped = (attributes: KeyValues): number => Math.max(0, attributes.size - limits.otlpAttributes);

/** What the sender dropped and what is dropped here, as a UInt32 column takes it. */
export const addDropped = (bySender: number, here: number): number => Math.min(bySender + here, 2 ** 32 - 1);

export const droppedAttributes = (of: { attributes: KeyValues; droppedAttributesCount: number }): number =>
  addDropped(of.droppedAttributesCount, countDropped(of.attributes));

/** Assigning to `__proto__` would be lost and might change what the map inherits. */
function put(map: Record<string, string>, key: string, value: string): void {
  if (key === "__proto__") Object.defineProperty(map, key, { value, enumerable: true, configurable: true });
  else map[key] = value;
}

const traceIdPattern = /^(?!0{32})[0-9a-f]{32}$/;
const spanIdPattern = /^(?!0{16})[0-9a-f]{16}$/;

export const isTraceId = (id: string): boolean => traceIdPattern.test(id);
export const isSpanId = (id: string): boolean => spanIdPattern.test(id);

/**
 * Ids of a record that means something without them: an invalid one is left out, as the protocol asks for log records. One of zeros is the
 * usual way to say that there is none.
 */
export function fitIds(
  ids: { traceId: string; spanId: string },
  findings: Findings,
): { traceId: string; spanId: string } {
  return { traceId: fitId(ids.traceId, isTraceId, findings), spanId: fitId(ids.spanId, isSpanId, findings) };
}

export function fitId(id: string, isValid: (id: string) => boolean, findings: Findings): string {
  if (id === "" || isValid(id)) return id;
  if (!/^0+$/.test(id)) findings.warn("ids were left out: a trace id has 32 hex digits and a span id 16");
  return "";
}

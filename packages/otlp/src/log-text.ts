import { isInteger } from "./any-value.ts";
import { toBase64 } from "./base64.ts";
import * as json from "./json-values.ts";
import { weightAttribute } from "./sample-weight.ts";
import type { AnyValue, KeyValues, LogRecord } from "./tree.ts";

/**
 * A log record in OTLP/JSON, written straight as text: of what the agent writes nearly all is log records, and by way of objects it takes
 * three times as long and as much memory. The same text, but for the order of its fields, as the fields of `logs.ts` give.
 */
export function logText(record: LogRecord): string {
  // A body that is not set is an empty value as well.
  let text = `{"body":${valueText(record.body)}`;
  if (record.timeUnixNano !== 0n) text += `,"timeUnixNano":"${record.timeUnixNano}"`;
  if (record.observedTimeUnixNano !== 0n) text += `,"observedTimeUnixNano":"${record.observedTimeUnixNano}"`;
  if (record.severityNumber !== 0) text += `,"severityNumber":${record.severityNumber}`;
  if (record.severityText !== "") text += `,"severityText":${JSON.stringify(record.severityText)}`;
  const weight = record.weight ?? 1;
  if (record.attributes.size > 0 || weight !== 1) text += `,"attributes":${attributesText(record.attributes, weight)}`;
  if (record.droppedAttributesCount !== 0) text += `,"droppedAttributesCount":${record.droppedAttributesCount}`;
  if (record.flags !== 0) text += `,"flags":${record.flags}`;
  return `${text}${idText("traceId", record.traceId)}${idText("spanId", record.spanId)}${idText("eventName", record.eventName)}}`;
}

const idText = (name: string, value: string): string => (value === "" ? "" : `,"${name}":${JSON.stringify(value)}`);

/** With a weight among them where it is not 1: of keys that stand twice the last one counts. */
function attributesText(attributes: KeyValues, weight = 1): string {
  let text = "";
  // An iterator would make a list of each pair.
  attributes.forEach((value, key) => {
    text += `${text === "" ? "[" : ","}${keyText(key)}${valueText(value)}}`;
  });
  if (weight !== 1) text += `${text === "" ? "[" : ","}${keyText(weightAttribute)}${valueText(weight)}}`;
  return text === "" ? "[]" : `${text}]`;
}

/** Records have few different keys, and what a key looks like as text need not be found out for each. */
const keyTexts = new Map<string, string>();
const mostKeyTexts = 1_000;

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `{"key":${JSON.stringify(key)},"value":`;
  if (key.length <= 100 && keyTexts.size < mostKeyTexts) keyTexts.set(key, text);
  return text;
}

function valueText(value: AnyValue): string {
  if (typeof value === "string") return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === "boolean") return `{"boolValue":${value}}`;
  if (typeof value === "bigint") return `{"intValue":"${value}"}`;
  if (typeof value === "number")
    return isInteger(value) ? `{"intValue":"${value}"}` : `{"doubleValue":${JSON.stringify(json.fromDouble(value))}}`;
  if (value === null) return "{}";
  if (value instanceof Uint8Array) return `{"bytesValue":"${toBase64(value)}"}`;
  if (value instanceof Map) return `{"kvlistValue":{"values":${attributesText(value)}}}`;
  return `{"arrayValue":{"values":[${value.map(valueText).join(",")}]}}`;
}

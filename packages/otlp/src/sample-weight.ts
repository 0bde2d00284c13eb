import { limits } from "@perigee/schema";
import { anyValueToJson, keyValuesToJson } from "./any-value.ts";
import { keyValues } from "./fields.ts";
import type { Field } from "./message.ts";
import type { KeyValues } from "./tree.ts";

/**
 * How many records a sampled one stands for, on the wire. The protocol has no field for it and the semantic conventions have no attribute
 * (`sampling.threshold`, a draft for log records, cannot say every weight exactly), so it travels as an attribute of ours, a number from 1.
 * Spans that consistent probability samplers kept say it in their tracestate.
 */

export const weightAttribute = "perigee.sample_weight";

type Weighted = { attributes: KeyValues; weight?: number };

/**
 * Takes the weight out of the attributes of a record that was just read, `implied` being what the record says of it otherwise. What is no
 * number from 1 stays an attribute.
 */
export function takeWeight(record: Weighted, implied = 1): void {
  const told = record.attributes.get(weightAttribute);
  let weight = implied;
  if (isWeight(told)) {
    record.attributes.delete(weightAttribute);
    weight = Math.min(told, limits.weight);
  }
  if (weight > 1) record.weight = weight;
}

const isWeight = (value: unknown): value is number => typeof value === "number" && value >= 1 && Number.isFinite(value);

/** The attributes of a record, among which its weight is written where nothing else in it says so. */
export const weightedAttributes = <Target extends Weighted>(
  number: number,
  impliedWeight: (record: Target) => number,
): Field<Target> => ({
  ...keyValues("attributes", number),
  toJson: (record) => {
    const { attributes, weight = 1 } = record;
    if (weight === impliedWeight(record)) return attributes.size === 0 ? undefined : keyValuesToJson(attributes);
    // Of keys that stand twice the last one counts.
    return [...keyValuesToJson(attributes), { key: weightAttribute, value: anyValueToJson(weight) }];
  },
});

/** Of the member `ot` its field `th`: 1 to 14 hex digits. */
const otMember = /(?:^|,)[ \t]*ot=([^,]*)/;
const threshold = /(?:^|;)th:([0-9a-f]{1,14})(?:;|[ \t]*$)/i;

/**
 * How many spans one with this tracestate stands for, 1 where it does not say: 2^56 / (2^56 - threshold).
 * https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/#converting-threshold-to-an-adjusted-count-sampling-rate
 */
export function adjustedCount(traceState: string): number {
  if (traceState === "") return 1;
  const digits = threshold.exec(otMember.exec(traceState)?.[1] ?? "")?.[1]?.padEnd(14, "0");
  if (digits === undefined) return 1;
  // A number does not hold 56 bits, so the difference is taken by halves.
  const half = 2 ** 28;
  const kept = (half - Number.parseInt(digits.slice(0, 7), 16)) * half - Number.parseInt(digits.slice(7), 16);
  return Math.min(limits.weight, half ** 2 / kept);
}

import type { AnyValue, MetricData } from "@perigee/otlp";
import type { Telemetry } from "../input.ts";

/** Estimated, as bytes of OTLP/JSON: exact ones are only known when it is written. */
export type TelemetrySize = { items: number; bytes: number };

const recordBytes = 250;
const attributeBytes = 60;
const spanBytes = 500;
const pointBytes = 250;

export function sizeOf({ logs = [], spans = [], metrics = [] }: Telemetry): TelemetrySize {
  const size = { items: 0, bytes: 0 };
  for (const { items } of logs) {
    size.items += items.length;
    for (const { body, attributes } of items)
      size.bytes += recordBytes + lengthOf(body) + attributes.size * attributeBytes;
  }
  for (const { items } of spans) {
    size.items += items.length;
    for (const { attributes, events } of items)
      size.bytes += spanBytes + (attributes.size + events.length * 4) * attributeBytes;
  }
  for (const { items } of metrics) {
    size.items += items.length;
    for (const { data } of items) size.bytes += pointBytes * pointsOf(data);
  }
  return size;
}

const pointsOf = ({ points }: MetricData): number => points.length;

const lengthOf = (body: AnyValue): number => (typeof body === "string" ? body.length : recordBytes);

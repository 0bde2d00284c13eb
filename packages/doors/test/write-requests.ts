import { compress } from "snappyjs";
import type { Said } from "../src/door.ts";
import { prometheusWriteDoor } from "../src/prometheus-write.ts";
import { double, integer, join, message, text } from "./protobuf-writer.ts";
import { asked } from "./recorded.ts";

/** Requests of remote write by hand, for what no recorded client sends. Times are milliseconds since the epoch. */

export const time = 1_795_378_370_123n;

export const readBytes = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
  prometheusWriteDoor.read({
    ...asked({ path: "/api/v1/write", body: compress(bytes), headers }),
    receivedAt: Number(time),
  });

export const readRequest = (...fields: Uint8Array[]) => readBytes(join(fields));

export function said(result: ReturnType<typeof readBytes>): Said {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** The metrics of a request that comes from one source. */
export const metricsOf = (...fields: Uint8Array[]) =>
  said(readRequest(...fields)).metrics.flatMap(({ items }) => items);

export const series = (labels: Record<string, string>, ...fields: Uint8Array[]) =>
  message(1, ...Object.entries(labels).map(([name, value]) => label(name, value)), ...fields);

export const sample = (value: number, timestamp = time) => message(2, double(1, value), integer(2, timestamp));

export const exemplar = (labels: Record<string, string>, value: number, timestamp = time) =>
  message(
    3,
    ...Object.entries(labels).map(([name, text]) => label(name, text)),
    double(2, value),
    integer(3, timestamp),
  );

export const histogram = (...fields: Uint8Array[]) => message(4, ...fields, integer(15, time));

export const metadata = (type: number, name: string, unit = "") =>
  message(3, integer(1, type), text(2, name), text(4, `Help of ${name}.`), text(5, unit));

const label = (name: string, value: string) => message(1, text(1, name), text(2, value));

import { fail, limits, type Result, succeed } from "@perigee/schema";
import type { Findings } from "./findings.ts";
import { Inexact, parseExactly } from "./json-values.ts";
import { logs } from "./logs.ts";
import { hasData, metrics } from "./metrics.ts";
import { Reading, Unreadable, WrongField } from "./reading.ts";
import type { Rejected } from "./row-group.ts";
import { readScoped, readScopedJson, type Signal } from "./scoped.ts";
import { spans } from "./spans.ts";
import type { Logs, Metrics, Scoped, Spans } from "./tree.ts";
import { WireReader } from "./wire-reader.ts";

export type Encoding = "json" | "protobuf";

/** `rejected` counts the records (of metrics: data points) that could not be read while others could. */
export type Read<Tree> = { tree: Tree; rejected: Rejected };

/** Reads an `ExportLogsServiceRequest`. Failures: `invalid-otlp`, `too-many-events`; of JSON also `not-json`. */
export const readLogs = (body: Uint8Array, encoding: Encoding): Result<Read<Logs>> => told(read(body, encoding, logs));

/** Reads an `ExportTraceServiceRequest`, failing as `readLogs` does. */
export const readSpans = (body: Uint8Array, encoding: Encoding): Result<Read<Spans>> =>
  told(read(body, encoding, spans));

/** Reads an `ExportMetricsServiceRequest`, failing as `readLogs` does. */
export function readMetrics(body: Uint8Array, encoding: Encoding): Result<Read<Metrics>> {
  const result = read(body, encoding, metrics);
  if (!result.ok) return result;
  const { tree, findings } = result.value;
  const whole = tree.map((scoped) => ({ ...scoped, items: scoped.items.filter(hasData) }));
  const missing = tree.reduce((count, { items }, index) => count + items.length - (whole[index]?.items.length ?? 0), 0);
  findings.warn("metrics without data of a known kind were left out", missing);
  return told(succeed({ tree: whole.filter(({ items }) => items.length > 0), findings }));
}

type Found<Item> = { tree: Scoped<Item>[]; findings: Findings };

function told<Item>(result: Result<Found<Item>>): Result<Read<Scoped<Item>[]>> {
  return result.ok ? succeed({ tree: result.value.tree, rejected: result.value.findings.toRejected() }) : result;
}

function read<Item>(body: Uint8Array, encoding: Encoding, signal: Signal<Item>): Result<Found<Item>> {
  try {
    return encoding === "json" ? readText(body, signal) : succeed(readBytes(body, signal));
  } catch (cause) {
    if (cause instanceof Unreadable) return fail(cause.type, { message: cause.message });
    if (cause instanceof WrongField) return fail("invalid-otlp", { message: `${cause.message}.` });
    throw cause;
  }
}

function readBytes<Item>(body: Uint8Array, signal: Signal<Item>): Found<Item> {
  const reader = new WireReader(body);
  const tree = readScoped(reader, signal);
  return { tree, findings: reader.reading.findings };
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
const lenient = new TextDecoder("utf-8", { fatal: false, ignoreBOM: false });

/** An attribute is two objects and a record one. JSON.parse makes all of them before any can be counted. */
const mostObjects = 2 * limits.otlpValues + limits.otlpRecords;

function readText<Item>(body: Uint8Array, signal: Signal<Item>): Result<Found<Item>> {
  if (hasTooManyObjects(body)) return fail("too-many-events");
  const { text, isMended } = decode(body);
  let source: unknown;
  try {
    source = JSON.parse(text);
  } catch (cause) {
    return fail("not-json", { message: `The body is not JSON: ${(cause as SyntaxError).message}` });
  }
  const found = readExactly(source, text, signal);
  if (isMended) found.findings.warn("request was not UTF-8 throughout; wrong bytes were replaced");
  return succeed(found);
}

function readExactly<Item>(source: unknown, text: string, signal: Signal<Item>): Found<Item> {
  try {
    return readTree(source, signal);
  } catch (cause) {
    if (!(cause instanceof Inexact)) throw cause;
    return readTree(parseExactly(text), signal);
  }
}

/** A line of log may hold any bytes. As in protobuf they cost themselves and not the request. */
function decode(body: Uint8Array): { text: string; isMended: boolean } {
  try {
    return { text: strict.decode(body), isMended: false };
  } catch {
    // With `fatal`, invalid UTF-8 is all that it throws for.
    return { text: lenient.decode(body), isMended: true };
  }
}

/** Braces inside of texts count as well: no text of telemetry comes near to so many. */
function hasTooManyObjects(body: Uint8Array): boolean {
  // The shortest entry of a list is `{},`, so that most requests are too short to hold so many.
  if (body.length < 3 * mostObjects) return false;
  let objects = 0;
  for (const byte of body) if (byte === openBrace || byte === openBracket) objects++;
  return objects > mostObjects;
}

const openBrace = 0x7b;
const openBracket = 0x5b;

function readTree<Item>(source: unknown, signal: Signal<Item>): Found<Item> {
  const reading = new Reading();
  const tree = readScopedJson(source, signal, reading);
  return { tree, findings: reading.findings };
}

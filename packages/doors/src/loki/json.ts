import { fail, type Result, succeed } from "@perigee/schema";
import { z } from "zod";
import { RequestTally } from "../request-tally.ts";
import { noneRejected, reject } from "../said.ts";
import type { LokiEntry, LokiPush } from "./records.ts";

const Push = z.object({ streams: z.array(z.unknown()) });
const Stream = z.object({ stream: z.record(z.string(), z.unknown()), values: z.array(z.unknown()) });

/**
 * Reads the JSON of a push. A stream or an entry that does not read is rejected alone.
 * https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs
 */
export function readLokiJson(body: Uint8Array): Result<LokiPush> {
  const json = parseJson(body);
  if (!json.ok) return json;
  const read = Push.safeParse(json.value);
  if (!read.success) return fail("invalid-batch", { field: "streams", message: "streams: the list is missing" });
  const push: LokiPush = { streams: [], rejected: noneRejected() };
  const tally = new RequestTally();
  for (const stream of read.data.streams) if (tally.admitsRecord()) addStream(push, stream, tally);
  return tally.check(push);
}

function addStream(push: LokiPush, unread: unknown, tally: RequestTally): void {
  const read = Stream.safeParse(unread);
  const labels = read.success ? labelsOf(read.data.stream) : undefined;
  if (!(read.success && labels)) {
    reject(push.rejected, "streams: one is not an object of labels, stream, and a list, values");
    return;
  }
  const entries: LokiEntry[] = [];
  for (const value of read.data.values) {
    if (!tally.admitsRecord()) continue;
    const entry = entryOf(value);
    if (entry) entries.push(entry);
    else reject(push.rejected, "streams.values: one is not [nanoseconds as text, line, metadata]");
  }
  push.streams.push({ labels, entries });
}

/** By hand: there are thousands of entries, and a schema takes five times as long to look at each. */
function entryOf(value: unknown): LokiEntry | undefined {
  if (!Array.isArray(value)) return;
  const [time, line, unread = {}]: unknown[] = value;
  const timeUnixNano = nanosOf(time);
  const metadata = labelsOf(unread);
  if (timeUnixNano === undefined || typeof line !== "string" || !metadata) return;
  return { timeUnixNano, line, metadata };
}

/** Nanoseconds as text; as a number they have lost some of them already. */
function nanosOf(time: unknown): bigint | undefined {
  if (typeof time === "string" && /^-?\d{1,20}$/.test(time)) return BigInt(time);
  return typeof time === "number" && Number.isInteger(time) ? BigInt(time) : undefined;
}

function labelsOf(unread: unknown): Map<string, string> | undefined {
  if (typeof unread !== "object" || unread === null || Array.isArray(unread)) return;
  const labels = new Map<string, string>();
  for (const [name, value] of Object.entries(unread)) {
    if (typeof value === "object") return;
    labels.set(name, String(value));
  }
  return labels;
}

/** A binary line must not cost the lines beside it: what is not UTF-8 becomes U+FFFD. */
const utf8 = new TextDecoder();

function parseJson(body: Uint8Array): Result<unknown> {
  try {
    return succeed(JSON.parse(utf8.decode(body)));
  } catch (cause) {
    return fail("not-json", { field: "body", message: `The body is not JSON: ${String(cause).slice(0, 200)}` });
  }
}

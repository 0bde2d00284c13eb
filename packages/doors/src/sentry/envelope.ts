import { fail, type Result, succeed } from "@perigee/schema";
import { z } from "zod";
import { maybe, numeric } from "../lenient.ts";
import { readJson } from "../read-json.ts";

/**
 * Sentry's envelopes (https://develop.sentry.dev/sdk/data-model/envelopes/): a line of JSON as header, then items of a header line and a
 * payload, which is as long as its header says, or else a line.
 */
export const EnvelopeHeader = z.object({
  event_id: maybe(z.string()),
  /** ISO 8601: when this attempt was sent. */
  sent_at: maybe(z.string()),
  sdk: maybe(z.object({ name: maybe(z.string()), version: maybe(z.string()) })),
  /** Dynamic sampling context: with which share of the traces this one was kept. */
  trace: maybe(z.object({ sample_rate: numeric })),
});
export type EnvelopeHeader = z.infer<typeof EnvelopeHeader>;

const ItemHeader = z.object({
  type: z.string(),
  /** Bytes. */
  length: maybe(z.int().min(0)),
  content_type: maybe(z.string()),
});
type ItemHeader = z.infer<typeof ItemHeader>;

export type Item = ItemHeader & { payload: Uint8Array };

/** `faults` has a sentence for each place where something else stood than an item. */
export type Envelope = { header: EnvelopeHeader; items: Item[]; faults: string[] };

/** Real ones hold a handful. */
const maxItems = 1_000;
/** After so many lines that are no header, nothing good is looked for any more. */
const maxLostLines = 1_000;

const lineFeed = 0x0a;

/** Fails where the first line is no header. Of what follows, good items are kept. */
export function readEnvelope(body: Uint8Array): Result<Envelope> {
  const { line, next } = lineAt(body, 0);
  const header = EnvelopeHeader.safeParse(parsed(line));
  if (!header.success) {
    return fail("invalid-batch", { field: "envelope", message: "envelope: its first line must be a JSON object" });
  }
  return succeed({ header: header.data, ...readItems(body, next) });
}

function readItems(body: Uint8Array, start: number): { items: Item[]; faults: string[] } {
  const items: Item[] = [];
  const faults: string[] = [];
  let position = start;
  let isLost = false;
  let lostLines = 0;
  while (position < body.length && lostLines <= maxLostLines) {
    if (items.length === maxItems) {
      faults.push(`envelope: must hold no more than ${maxItems} items`);
      break;
    }
    const { line, next } = lineAt(body, position);
    position = next;
    if (line.length === 0) continue;
    const header = ItemHeader.safeParse(parsed(line));
    if (header.success) {
      const { payload, end } = payloadAt(body, next, header.data.length);
      items.push({ ...header.data, payload });
      position = end;
    } else if (!isLost) {
      faults.push(`envelope: at byte ${next - line.length - 1} must stand the header of an item`);
    }
    isLost = !header.success;
    lostLines += Number(isLost);
  }
  return { items, faults };
}

/**
 * After a payload comes a line feed or the end. Where neither stands, the length is wrong, and the line is taken instead: JSON as clients
 * write it has no line feeds.
 */
function payloadAt(body: Uint8Array, start: number, length: number | undefined): { payload: Uint8Array; end: number } {
  const end = start + (length ?? body.length);
  if (length !== undefined && (end === body.length || body[end] === lineFeed)) {
    return { payload: body.subarray(start, end), end: end + 1 };
  }
  const { line, next } = lineAt(body, start);
  return { payload: line, end: next };
}

function lineAt(body: Uint8Array, start: number): { line: Uint8Array; next: number } {
  const found = body.indexOf(lineFeed, start);
  const end = found < 0 ? body.length : found;
  return { line: body.subarray(start, end), next: end + 1 };
}

function parsed(line: Uint8Array): unknown {
  const json = readJson(line);
  return json.ok ? json.value : undefined;
}

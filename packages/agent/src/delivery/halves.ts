import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { readLogs, readMetrics, readSpans, type Scoped, writeLogs, writeMetrics, writeSpans } from "@perigee/otlp";
import type { Result } from "@perigee/schema";
import type { Part, Signal } from "../buffer/frame.ts";
import { countItems, halve } from "../buffer/halve.ts";

const [compress, decompress] = [promisify(gzip), promisify(gunzip)];

/**
 * A part that is too large for the server, as two. The same part gives the same halves, byte by byte: when the agent was stopped between
 * them, the server knows the first again.
 */
export async function halvesOf({ signal, body }: Part): Promise<Part[]> {
  const texts = split(signal, await decompress(body));
  return Promise.all(
    texts.map(async ({ items, text }) => ({ signal, items, body: await compress(text, { level: 1 }) })),
  );
}

type Text = { items: number; text: string };

function split(signal: Signal, bytes: Uint8Array): Text[] {
  switch (signal) {
    case "logs":
      return textsOf(readLogs(bytes, "json"), writeLogs);
    case "traces":
      return textsOf(readSpans(bytes, "json"), writeSpans);
    case "metrics":
      return textsOf(readMetrics(bytes, "json"), writeMetrics);
  }
}

function textsOf<Item>(read: Result<{ tree: Scoped<Item>[] }>, write: (tree: Scoped<Item>[]) => string): Text[] {
  if (!read.ok) throw new Error(`The buffer holds what its own writer cannot have written: ${read.failure.message}`);
  return halve(read.value.tree).map((tree) => ({ items: countItems(tree), text: write(tree) }));
}

import { gzipSync } from "node:zlib";
import { makeBatch } from "../load/batch.ts";
import { origin } from "./door.ts";

export const batchEvents = 50;

/** Bodies to send, made before the clock runs, and no two the same: ingest knows a batch that comes again. */
export type Bodies = (turn: number) => Buffer;

const different = 50;
/** A prime, so that an id and a batch meet again only after a million bodies. */
const ids = 20_011;

/**
 * The batch's id is put in front of the rest as it is sent: in gzip as a member of its own, since several in a row are one body.
 */
export function makeBodies(encode: (text: string) => Buffer): Bodies {
  const texts = Array.from({ length: different }, () => makeBatch({ origin, events: batchEvents }));
  const idEnd = `{"id":"${"x".repeat(36)}`.length;
  const rests = texts.map((text) => encode(text.slice(idEnd)));
  const start = texts[0]?.slice(0, idEnd - 12) ?? "";
  const heads = Array.from({ length: ids }, (_, id) => encode(start + id.toString(16).padStart(12, "0")));
  return (turn) => Buffer.concat([heads[turn % ids] ?? Buffer.alloc(0), rests[turn % different] ?? Buffer.alloc(0)]);
}

export const asPlain = (text: string): Buffer => Buffer.from(text);
export const asGzip = (text: string): Buffer => gzipSync(text);

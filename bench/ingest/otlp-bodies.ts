import { gzipSync } from "node:zlib";
import { integer } from "../../packages/otlp/test/encode-protobuf.ts";
import { type Encoding, requests, type Signal } from "../otlp/encoded.ts";
import type { Bodies } from "./bodies.ts";

export const requestRecords = 1_000;

/** A field that no request of the protocol has, so that readers pass over it. */
const unknownField = 1_000;

const different = 8;

/**
 * Requests as exporters send them, compressed; no two the same, as ingest knows one that comes again. What makes them differ is a field
 * that means nothing, in a gzip member of its own: several in a row are one body.
 */
export function makeOtlpBodies(signal: Signal, encoding: Encoding): Bodies {
  const rests = Array.from({ length: different }, () => {
    const body = requests[signal](requestRecords)[encoding];
    return gzipSync(encoding === "json" ? body.subarray(1) : body);
  });
  const head = (turn: number) => (encoding === "json" ? `{"turn":${turn},` : integer(unknownField, turn));
  return (turn) => Buffer.concat([gzipSync(head(turn)), rests[turn % different] ?? Buffer.alloc(0)]);
}

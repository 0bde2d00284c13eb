import { writeLogs, writeMetrics, writeSpans } from "../../packages/otlp/src/index.ts";
import { encodeLogs, encodeMetrics, encodeSpans } from "../../packages/otlp/test/encode-protobuf.ts";
import { makeLogs, makeMetrics, makeSpans } from "./requests.ts";

/** A request of so many records in both encodings. */
export const requests = {
  logs: (count: number) => both(makeLogs(count), writeLogs, encodeLogs),
  spans: (count: number) => both(makeSpans(count), writeSpans, encodeSpans),
  points: (count: number) => both(makeMetrics(count), writeMetrics, encodeMetrics),
};
export type Signal = keyof typeof requests;
export const signals = Object.keys(requests) as Signal[];

export const encodings = ["protobuf", "json"] as const;
export type Encoding = (typeof encodings)[number];

const both = <Tree>(tree: Tree, write: (tree: Tree) => string, encode: (tree: Tree) => Uint8Array) => ({
  json: Buffer.from(write(tree)),
  protobuf: Buffer.from(encode(tree)),
});

const largeBytes = 3_990_000;

/** Just below the 4 MB that ingest takes. */
export function largeRequest(signal: Signal, encoding: Encoding): Buffer {
  const sample = requests[signal](1_000)[encoding];
  return requests[signal](5 * Math.floor((200 * largeBytes) / sample.length))[encoding];
}

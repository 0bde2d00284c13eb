import { Unreadable, type WireReader } from "@perigee/otlp";
import { fail, type Result, succeed } from "@perigee/schema";

/** What `read` makes of a message, or a failure that says where and why the bytes are not that message. */
export function tryRead<T>(read: () => T): Result<T> {
  try {
    return succeed(read());
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause;
    return fail("invalid-batch", { message: cause.message, field: "body" });
  }
}

/** Tags of fields, `number * 8 + wire type`: https://protobuf.dev/programming-guides/encoding/#structure */
export const varintField = (number: number): number => number * 8;
export const fixed64Field = (number: number): number => number * 8 + 1;
export const bytesField = (number: number): number => number * 8 + 2;

/**
 * Calls `read` with the tag of each field up to `end`; it reads the field's value, or leaves it alone and it is passed over: a field that is
 * not known, or that came with another wire type than its own.
 */
export function readFields(reader: WireReader, end: number, read: (tag: number) => void): void {
  while (reader.at < end) {
    const tag = reader.tag();
    const start = reader.at;
    read(tag);
    if (reader.at === start) reader.skip(tag & 7);
  }
}

/** The same of a message within another one, which begins with its length. */
export function readMessage(reader: WireReader, read: (tag: number) => void): void {
  const end = reader.enter();
  readFields(reader, end, read);
  reader.leave(end);
}

/** `name` and `value` of a label, which are fields 1 and 2 with Loki and Prometheus alike. */
export function readPair(reader: WireReader): [name: string, value: string] {
  const pair: [string, string] = ["", ""];
  readMessage(reader, (tag) => {
    if (tag === nameTag) pair[0] = reader.text();
    else if (tag === valueTag) pair[1] = reader.text();
  });
  return pair;
}

const nameTag = bytesField(1);
const valueTag = bytesField(2);

export const readInt64 = (reader: WireReader): bigint => BigInt.asIntN(64, reader.uint64());

export function readSint64(reader: WireReader): bigint {
  const zigzag = reader.uint64();
  return (zigzag >> 1n) ^ -(zigzag & 1n);
}

/** Each value is handed to `add`: a list may hold more of them than are to be kept. */
export function readPackedSint64s(reader: WireReader, add: (value: bigint) => void): void {
  const end = reader.enter();
  while (reader.at < end) add(readSint64(reader));
  reader.leave(end);
}

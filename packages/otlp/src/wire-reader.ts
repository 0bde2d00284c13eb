import { Reading, Unreadable } from "./reading.ts";
import { decodeText } from "./text-cache.ts";

/** How a field's value is written: https://protobuf.dev/programming-guides/encoding/#structure */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
export type WireType = (typeof wireTypes)[keyof typeof wireTypes];

const hexDigits = new Uint8Array(Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0)));

/** No id is longer than 16 bytes; of what claims to be one, enough is read to see that it is none. */
const idBytes = 32;

/**
 * Reads protobuf's wire format value by value. Whatever is malformed throws `Unreadable` with the offset of the byte. A message is read up
 * to the `end` that `enter` gave, and `leave` checks that nothing in it went beyond.
 */
export class WireReader {
  readonly reading = new Reading();
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Number of the field and wire type: `number * 8 + type`. */
  tag(): number {
    const start = this.at;
    const tag = this.varint();
    if (tag < 8 || tag > 0xffff_ffff) this.fail("a field without a number", start);
    return tag;
  }

  /** Length of what follows, as the offset where it ends. */
  enter(): number {
    const start = this.at;
    const end = this.varint() + this.at;
    if (end > this.#bytes.length) this.fail("a length that goes beyond the end", start);
    return end;
  }

  /** The message that begins here with its length, for a reader of its own: what is wrong in it cannot touch what stands behind it. */
  message(): WireReader {
    const end = this.enter();
    const start = this.at;
    this.at = end;
    return new WireReader(this.#bytes.subarray(start, end));
  }

  leave(end: number): void {
    if (this.at !== end) this.fail("a value that goes beyond its message", end);
  }

  /** An unsigned varint. Above 2^53 it is rounded: lengths and tags are refused there, numbers are read by `uint64` and `int64`. */
  varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.at++] ?? 0;
    if (byte < 128) return this.#checked(byte);
    const start = this.at - 1;
    let value = byte & 127;
    for (let factor = 128; factor <= 2 ** 63; factor *= 128) {
      byte = bytes[this.at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return this.#checked(value);
    }
    return this.fail("a varint of more than ten bytes", start);
  }

  /** Of an enumeration, which may be negative, and of a uint32: the lower 32 bits count. */
  int32(): number {
    const start = this.at;
    const value = this.varint();
    if (value <= Number.MAX_SAFE_INTEGER) return value | 0;
    this.at = start;
    return Number(BigInt.asIntN(32, this.uint64()));
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  sint32(): number {
    const zigzag = this.uint32();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** A number where it holds the value exactly, else a bigint. */
  int64(): number | bigint {
    const start = this.at;
    const value = this.varint();
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    this.at = start;
    const exact = BigInt.asIntN(64, this.uint64());
    const rounded = Number(exact);
    return Number.isSafeInteger(rounded) ? rounded : exact;
  }

  uint64(): bigint {
    const start = this.at;
    const value = this.varint();
    if (value <= Number.MAX_SAFE_INTEGER) return BigInt(value);
    let exact = 0n;
    for (let at = this.at - 1; at >= start; at--) exact = (exact << 7n) | BigInt((this.#bytes[at] ?? 0) & 127);
    return BigInt.asUintN(64, exact);
  }

  fixed32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  fixed64(): bigint {
    return this.#view.getBigUint64(this.#step(8), true);
  }

  sfixed64(): bigint {
    return this.#view.getBigInt64(this.#step(8), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#step(8), true);
  }

  /** Invalid UTF-8 becomes U+FFFD. */
  text(): string {
    const end = this.enter();
    const start = this.at;
    this.at = end;
    return decodeText(this.#bytes, start, end);
  }

  /** A copy: the request's memory is let go when its tree is kept. */
  bytes(): Uint8Array {
    const end = this.enter();
    const start = this.at;
    this.at = end;
    return new Uint8Array(this.#bytes.subarray(start, end));
  }

  /** An id as lower-case hex. */
  hex(): string {
    const end = this.enter();
    const digits: number[] = [];
    for (let at = this.at; at < Math.min(end, this.at + idBytes); at++) {
      const byte = this.#bytes[at] ?? 0;
      digits.push(hexDigits[byte >> 4] ?? 0, hexDigits[byte & 15] ?? 0);
    }
    this.at = end;
    return String.fromCharCode(...digits);
  }

  /** Passes over the value of a field that is not known. Groups are long gone from protobuf and never were in this protocol. */
  skip(wireType: number): void {
    if (wireType === wireTypes.varint) this.varint();
    else if (wireType === wireTypes.fixed64) this.#step(8);
    else if (wireType === wireTypes.bytes) this.at = this.enter();
    else if (wireType === wireTypes.fixed32) this.#step(4);
    else this.fail(`wire type ${wireType}`, this.at);
  }

  /** Passes over a field that is not among the known numbers. One that is came with a wire type that it does not have. */
  skipUnknown(tag: number, known: readonly number[]): void {
    if (known.includes(tag >>> 3)) this.fail(`wire type ${tag & 7} for field ${tag >>> 3}`, this.at);
    this.skip(tag & 7);
  }

  fail(what: string, offset: number): never {
    throw new Unreadable(`The body is not valid protobuf: ${what}, at byte ${offset}.`, { type: "invalid-otlp" });
  }

  #step(bytes: number): number {
    const start = this.at;
    this.at = start + bytes;
    if (this.at > this.#bytes.length) this.fail("it ends in the middle of a value", this.#bytes.length);
    return start;
  }

  #checked(value: number): number {
    if (this.at > this.#bytes.length) this.fail("it ends in the middle of a value", this.#bytes.length);
    return value;
  }
}

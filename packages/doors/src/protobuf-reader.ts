import { fail, type Result, succeed } from "@perigee/schema";

/** What `read` makes of a message, or a failure that says where and why the bytes are not that message. */
export function tryRead<T>(read: () => T): Result<T> {
  try {
    return succeed(read());
  } catch (cause) {
    if (!(cause instanceof MalformedProtobuf)) throw cause;
    return fail("invalid-batch", { message: cause.message, field: "body" });
  }
}

class MalformedProtobuf extends Error {}

const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Reads one protobuf message field by field, never beyond its own end: a length that lies throws `MalformedProtobuf` and cannot make the
 * reader take bytes of a neighbour.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #position: number;
  #wire = 0;
  /** The two halves of the varint that was read last. */
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  /** Calls `read` with the number of each field in turn; it reads the field by its type, or leaves it alone and it is skipped. */
  readFields(read: (field: number) => void): void {
    while (this.#position < this.#end) {
      this.#readVarint();
      const field = this.#low >>> 3;
      this.#wire = this.#low & 7;
      if (field === 0 || this.#high !== 0) throw this.#malformed("holds no field's tag");
      const start = this.#position;
      read(field);
      if (this.#position === start) this.#skip();
    }
  }

  message(): ProtobufReader {
    this.#expect(wire.bytes);
    const start = this.#takeDelimited();
    return new ProtobufReader(this.#bytes, start, this.#position);
  }

  /** Invalid UTF-8 becomes U+FFFD: a log line may hold any bytes. */
  text(): string {
    this.#expect(wire.bytes);
    const start = this.#takeDelimited();
    return utf8.decode(this.#bytes.subarray(start, this.#position));
  }

  double(): number {
    this.#expect(wire.fixed64);
    const start = this.#take(8);
    for (let index = 0; index < 8; index++) lastDouble.setUint8(index, this.#bytes[start + index] ?? 0);
    return lastDouble.getFloat64(0, true);
  }

  /** The bits of the double that was just read: a number cannot tell one NaN from another. */
  doubleBits(): bigint {
    return lastDouble.getBigUint64(0, true);
  }

  uint32(): number {
    this.#expect(wire.varint);
    this.#readVarint();
    return this.#low;
  }

  uint64(): bigint {
    this.#expect(wire.varint);
    return this.#readBigVarint();
  }

  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  sint32(): number {
    const zigzag = this.uint32();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** A repeated field of sint64, packed or not; each value is handed to `add`. */
  sint64s(add: (value: bigint) => void): void {
    if (this.#wire === wire.bytes) {
      const packed = this.message();
      while (packed.#position < packed.#end) add(signed(packed.#readBigVarint()));
    } else add(signed(this.uint64()));
  }

  #readBigVarint(): bigint {
    this.#readVarint();
    return this.#high === 0 ? BigInt(this.#low) : (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  #readVarint(): void {
    this.#low = 0;
    this.#high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#take(1)] ?? 0;
      this.#addBits(byte & 0x7f, shift);
      if (byte < 0x80) return;
    }
    throw this.#malformed("holds a varint of more than ten bytes");
  }

  #addBits(bits: number, shift: number): void {
    if (shift < 32) this.#low = (this.#low | (bits << shift)) >>> 0;
    if (shift === 28) this.#high = bits >>> 4;
    if (shift > 28) this.#high = (this.#high | (bits << (shift - 32))) >>> 0;
  }

  #takeDelimited(): number {
    this.#readVarint();
    if (this.#high !== 0) throw this.#malformed("holds a length beyond its end");
    return this.#take(this.#low);
  }

  /** Answers where the bytes start that it goes past. */
  #take(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw this.#malformed("is cut off");
    this.#position = start + length;
    return start;
  }

  #skip(): void {
    if (this.#wire === wire.varint) this.#readVarint();
    else if (this.#wire === wire.fixed64) this.#take(8);
    else if (this.#wire === wire.bytes) this.#takeDelimited();
    else if (this.#wire === wire.fixed32) this.#take(4);
    else throw this.#malformed("holds a wire type that proto3 does not know");
  }

  #expect(type: number): void {
    if (this.#wire !== type) throw this.#malformed("holds a field of another type than its number says");
  }

  #malformed(fault: string): MalformedProtobuf {
    return new MalformedProtobuf(`The message ${fault}, before byte ${this.#position}.`);
  }
}

/** A view for each of many small messages would cost more than this copy. */
const lastDouble = new DataView(new ArrayBuffer(8));

const signed = (zigzag: bigint) => (zigzag >> 1n) ^ -(zigzag & 1n);

const utf8 = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** Writes protobuf messages field by field, for requests that no client at hand sends. */

const utf8 = new TextEncoder();

export const text = (field: number, value: string): Uint8Array => delimited(field, utf8.encode(value));

export const message = (field: number, ...fields: Uint8Array[]): Uint8Array => delimited(field, join(fields));

export const integer = (field: number, value: number | bigint): Uint8Array =>
  join([varint(BigInt(field) << 3n), varint(BigInt.asUintN(64, BigInt(value)))]);

export const zigzag = (field: number, value: number | bigint): Uint8Array => integer(field, toZigzag(BigInt(value)));

export const packedZigzag = (field: number, values: readonly bigint[]): Uint8Array =>
  delimited(field, join(values.map((value) => varint(BigInt.asUintN(64, toZigzag(value))))));

export const double = (field: number, value: number): Uint8Array =>
  doubleOfBits(field, new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n);

/** A double by its bits, little-endian: the only way to write a certain NaN. */
export function doubleOfBits(field: number, bits: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, bits, true);
  return join([varint((BigInt(field) << 3n) | 1n), bytes]);
}

export const delimited = (field: number, bytes: Uint8Array): Uint8Array =>
  join([varint((BigInt(field) << 3n) | 2n), varint(BigInt(bytes.length)), bytes]);

export const join = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

export function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}

const toZigzag = (value: bigint) => (value << 1n) ^ (value >> 63n);

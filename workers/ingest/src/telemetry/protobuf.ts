/** The two kinds of fields that answers are made of (https://protobuf.dev/programming-guides/encoding/). */

const encoder = new TextEncoder();

/** A number from 0 to 2^53; none at all for 0, the default. */
export const protobufVarint = (field: number, value: number): number[] =>
  value === 0 ? [] : [...varint(field << 3), ...varint(value)];

/** A text, or a message that is encoded already; none at all for an empty text. */
export function protobufBytes(field: number, value: string | Uint8Array): number[] {
  if (value === "") return [];
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  return [...varint((field << 3) | 2), ...varint(bytes.byteLength), ...bytes];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

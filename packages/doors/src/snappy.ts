import { fail, type Result, succeed } from "@perigee/schema";

/**
 * Decompresses a block of snappy: the format without frames, which Prometheus' and Loki's clients send. Nothing is allocated before the
 * length that the block declares is known to be possible.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */
export function decompressSnappy(block: Uint8Array, maxBytes: number): Result<Uint8Array> {
  const declared = readDeclaredLength(block);
  if (!declared) return invalid("its length is cut off");
  if (declared.length > maxBytes) return fail("body-too-large", { message: tooLarge(maxBytes), field: "body" });
  if (declared.length > block.length * maxRatio) return invalid("it declares more than it can hold");
  const state: State = { block, from: declared.from, output: new Uint8Array(declared.length), to: 0 };
  while (state.from < block.length) {
    const fault = readElement(state);
    if (fault) return invalid(fault);
  }
  return state.to === declared.length ? succeed(state.output) : invalid("it holds less than it declares");
}

/** The densest element is a copy of 64 bytes that takes 3. */
const maxRatio = 64 / 3;

const tooLarge = (maxBytes: number) => `The body is larger than ${maxBytes} bytes decompressed. Send smaller batches.`;

const invalid = (fault: string) =>
  fail("invalid-snappy", { message: `The body is not a block of snappy: ${fault}.`, field: "body" });

type State = { block: Uint8Array; from: number; output: Uint8Array; to: number };

/** Section 1: the uncompressed length as a varint of at most 32 bits. */
function readDeclaredLength(block: Uint8Array): { length: number; from: number } | undefined {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index];
    if (byte === undefined) return;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { length, from: index + 1 };
  }
  return;
}

/** Section 2: the lower two bits of the first byte tell a literal from the three kinds of copies. Answers what is wrong, if anything. */
function readElement(state: State): string | undefined {
  const tag = state.block[state.from] ?? 0;
  state.from += 1;
  return (tag & 3) === 0 ? readLiteral(state, tag >> 2) : readCopy(state, tag);
}

function readLiteral(state: State, size: number): string | undefined {
  const { block, output } = state;
  let length = size + 1;
  if (size >= 60) {
    const width = size - 59;
    if (state.from + width > block.length) return cutOff;
    length = littleEndian(state, width) + 1;
  }
  if (state.from + length > block.length) return cutOff;
  if (state.to + length > output.length) return tooLong;
  output.set(block.subarray(state.from, state.from + length), state.to);
  state.from += length;
  state.to += length;
  return;
}

function readCopy(state: State, tag: number): string | undefined {
  const kind = tag & 3;
  const width = kind === 3 ? 4 : kind;
  if (state.from + width > state.block.length) return cutOff;
  const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
  const offset = littleEndian(state, width) + (kind === 1 ? (tag >> 5) << 8 : 0);
  if (offset === 0 || offset > state.to) return "a copy points outside of it";
  if (state.to + length > state.output.length) return tooLong;
  copy(state, offset, length);
  return;
}

/** A copy may read what it writes itself: that is how snappy repeats a short pattern. */
function copy(state: State, offset: number, length: number): void {
  const { output, to } = state;
  if (offset >= length) output.copyWithin(to, to - offset, to - offset + length);
  else for (let index = to; index < to + length; index++) output[index] = output[index - offset] ?? 0;
  state.to += length;
}

function littleEndian(state: State, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index++) value += (state.block[state.from + index] ?? 0) * 2 ** (8 * index);
  state.from += width;
  return value;
}

const cutOff = "it is cut off";
const tooLong = "it holds more than it declares";

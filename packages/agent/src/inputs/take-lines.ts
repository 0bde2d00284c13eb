/**
 * A line without its end, and where the bytes behind it begin. One that is not whole was cut: what comes at `end` is still of it, and
 * is passed over.
 */
export type Line = { text: string; end: number; isWhole: boolean };

export type Limits = { maxLineBytes: number; maxLines: number };

export type Taken = {
  lines: Line[];
  /** Bytes that are done with; what comes behind them is the beginning of a line. */
  consumed: number;
  /** The bytes behind belong to a line whose beginning was already taken: they are left out up to its end. */
  isInside: boolean;
  /** Lines that were longer than allowed. */
  cut: number;
};

const [newline, carriageReturn, nul] = [10, 13, 0];

/**
 * Takes the whole lines out of bytes. A line that is too long is taken as soon as so much of it is there, and the rest of it is passed
 * over, however long it is. `isInside` is what the call before has said.
 */
export function takeLines(bytes: Buffer, isInside: boolean, { maxLineBytes, maxLines }: Limits): Taken {
  const taken: Taken = { lines: [], consumed: 0, isInside, cut: 0 };
  while (taken.lines.length < maxLines && taken.consumed < bytes.length) {
    const start = taken.consumed;
    const found = bytes.indexOf(newline, start);
    const isWhole = found !== -1;
    const end = isWhole ? found : bytes.length;
    const isLong = end - start > maxLineBytes;
    if (!(taken.isInside || isWhole || isLong)) return taken;
    taken.consumed = isWhole ? found + 1 : end;
    if (!taken.isInside) {
      taken.cut += Number(isLong);
      taken.lines.push({ text: textOf(bytes.subarray(start, end), maxLineBytes), end: taken.consumed, isWhole });
    }
    taken.isInside = !isWhole;
  }
  return taken;
}

/**
 * Bytes of a line as text. What is no UTF-8 becomes U+FFFD. NULs in front are the hole that a writer leaves that goes on at its old
 * offset after its file was truncated.
 */
export function textOf(bytes: Buffer, maxBytes: number): string {
  let start = 0;
  while (start < bytes.length && bytes[start] === nul) start += 1;
  let end = Math.min(bytes.length, start + maxBytes);
  // Not in the middle of a character: its further bytes are 10xxxxxx.
  while (end > start && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  if (end > start && bytes[end - 1] === carriageReturn) end -= 1;
  return bytes.toString("utf8", start, end);
}

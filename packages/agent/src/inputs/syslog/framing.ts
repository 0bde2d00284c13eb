/** A message as it came over the wire. `isCut` where it was longer than allowed: the rest of it was skipped. */
export type Frame = { bytes: Buffer; isCut: boolean };

/**
 * Splits a TCP stream into messages: such as say their length first, `11 <13>message`, and such as end with a newline or a zero byte. Each
 * message is told apart by its start, since a message begins with `<`. What is kept is never more than one message.
 * https://datatracker.ietf.org/doc/html/rfc6587#section-3.4
 */
export type Framer = {
  push: (chunk: Buffer) => Frame[];
  /** What came after the last end. */
  end: () => Frame[];
};

const [newline, zero] = [0x0a, 0x00];

export function syslogFramer(mostBytes: number): Framer {
  let rest: Buffer = Buffer.alloc(0);
  let skip: Skip = "nothing";

  function take(isEnd: boolean): Frame[] {
    const frames: Frame[] = [];
    for (;;) {
      const skipped = skipIn(rest, skip);
      [rest, skip] = [skipped.rest, skipped.skip];
      const next = skip === "nothing" ? nextFrame(rest, { mostBytes, isEnd }) : undefined;
      if (!next) return frames;
      if (next.frame.bytes.length > 0) frames.push(next.frame);
      [rest, skip] = [rest.subarray(next.used), next.skip];
    }
  }

  return {
    push: (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const frames = take(false);
      // A small rest must not keep the memory of the whole chunk.
      rest = Buffer.from(rest);
      return frames;
    },
    end: () => take(true),
  };
}

/** What of the stream is left out: so many bytes, or all up to the next end of a line. */
type Skip = "nothing" | "line" | number;

function skipIn(bytes: Buffer, skip: Skip): { rest: Buffer; skip: Skip } {
  if (skip === "nothing") return { rest: bytes, skip };
  if (skip === "line") {
    const end = endOfLine(bytes);
    return end === -1
      ? { rest: bytes.subarray(bytes.length), skip }
      : { rest: bytes.subarray(end + 1), skip: "nothing" };
  }
  const left = skip - bytes.length;
  return left > 0
    ? { rest: bytes.subarray(bytes.length), skip: left }
    : { rest: bytes.subarray(skip), skip: "nothing" };
}

type Next = { frame: Frame; used: number; skip: Skip };
type Bounds = { mostBytes: number; isEnd: boolean };

/** Undefined where the message has not all come yet. */
function nextFrame(bytes: Buffer, { mostBytes, isEnd }: Bounds): Next | undefined {
  if (bytes.length === 0) return undefined;
  const counted = countAt(bytes);
  if (counted === "unknown" && !isEnd) return undefined;
  if (typeof counted === "object") {
    const length = Math.min(counted.length, mostBytes);
    const body = bytes.subarray(counted.start, counted.start + length);
    if (body.length < length && !isEnd) return undefined;
    const isCut = counted.length > length;
    return {
      frame: { bytes: trimmed(body), isCut },
      used: counted.start + body.length,
      skip: isCut ? counted.length - length : "nothing",
    };
  }
  const end = endOfLine(bytes.subarray(0, mostBytes + 1));
  if (end !== -1)
    return { frame: { bytes: trimmed(bytes.subarray(0, end)), isCut: false }, used: end + 1, skip: "nothing" };
  if (bytes.length > mostBytes)
    return { frame: { bytes: bytes.subarray(0, mostBytes), isCut: true }, used: mostBytes, skip: "line" };
  return isEnd ? { frame: { bytes: trimmed(bytes), isCut: false }, used: bytes.length, skip: "nothing" } : undefined;
}

/** Digits of the length: 8 are 100 MB. */
const mostDigits = 8;

/** Whether the message's length stands before it; unknown while there are digits alone. */
function countAt(bytes: Buffer): { length: number; start: number } | "none" | "unknown" {
  const head = bytes.toString("latin1", 0, mostDigits + 2);
  const found = /^([1-9]\d{0,7}) </.exec(head);
  if (found?.[1]) return { length: Number(found[1]), start: found[1].length + 1 };
  return /^[1-9]\d{0,7} ?$/.test(head) && head.length < mostDigits + 2 ? "unknown" : "none";
}

function endOfLine(bytes: Buffer): number {
  const line = bytes.indexOf(newline);
  const end = (line === -1 ? bytes : bytes.subarray(0, line)).indexOf(zero);
  return end === -1 ? line : end;
}

/** Without the line ends that many senders put into a counted message or a datagram. */
export function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && [newline, zero, 0x0d].includes(bytes[end - 1] ?? -1)) end--;
  return bytes.subarray(0, end);
}

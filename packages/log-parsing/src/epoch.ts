import { withinRange } from "./unix-nano.ts";

const decimal = /^(\d{1,19})(?:\.(\d{1,9})\d*)?$/;

/** A number of units of so many nanoseconds, exactly: as text, since a double has no room for nanoseconds. */
export function readEpoch(text: string, unitNanos: bigint): bigint | undefined {
  const [, whole, fraction = ""] = decimal.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const part = (BigInt(fraction.padEnd(9, "0")) * unitNanos) / 1_000_000_000n;
  return withinRange(BigInt(whole) * unitNanos + part);
}

/** Bounds of the whole number, and the nanoseconds of its unit. Less than 10^9 seconds (the year 2001) is rather a duration. */
const magnitudes = [
  { below: 1e9, unitNanos: undefined },
  { below: 1e11, unitNanos: 1_000_000_000n },
  { below: 1e14, unitNanos: 1_000_000n },
  { below: 1e17, unitNanos: 1_000n },
  { below: Number.POSITIVE_INFINITY, unitNanos: 1n },
];

/** Seconds, milliseconds, microseconds or nanoseconds: which of them is plain from the size, for all times from 2001 on. */
export function readEpochByMagnitude(text: string): bigint | undefined {
  const size = Number(text);
  const unitNanos = magnitudes.find(({ below }) => size < below)?.unitNanos;
  return unitNanos === undefined ? undefined : readEpoch(text, unitNanos);
}

import { z } from "zod";
import { maybe } from "../lenient.ts";

/** Seconds since the epoch, or ISO 8601; here milliseconds with their fraction. */
export const time = maybe(
  z
    .union([z.number().transform((seconds) => seconds * 1_000), z.string().transform((iso) => Date.parse(iso))])
    .refine((ms) => ms >= 0 && ms <= 8_640_000_000_000_000),
);

/**
 * Nanoseconds of milliseconds with a fraction; 0, which stands for unknown, where there are none. Of less than a microsecond a number that
 * counts from 1970 knows nothing.
 */
export const nanos = (ms = 0): bigint => BigInt(Math.round(ms * 1_000)) * 1_000n;

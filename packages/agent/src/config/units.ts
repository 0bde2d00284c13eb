import { z } from "zod";

/** Durations and sizes as people write them in the config: `500ms`, `10s`, `5m`, `64KiB`, `512MB`. */

const milliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const bytes = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

type Range = { default: string; min: string; max: string };

/** Milliseconds, of a text such as `10s`; a bare number is seconds. */
export const duration = (range: Range) =>
  quantity(range, { units: milliseconds, bare: "s", example: "500ms, 10s or 5m" });

/** Bytes, of a text such as `64KiB`; a bare number is bytes. */
export const size = (range: Range) => quantity(range, { units: bytes, bare: "B", example: "64KiB, 1MB or 512MB" });

type Scale = { units: Record<string, number>; bare: string; example: string };

function quantity(range: Range, scale: Scale) {
  const [min, max] = [measure(range.min, scale), measure(range.max, scale)];
  return z
    .union([z.string(), z.number()], { error: `must be such as ${scale.example}` })
    .prefault(range.default)
    .transform((given, context) => {
      const value = measure(given, scale);
      if (value !== undefined && value >= (min ?? 0) && value <= (max ?? Number.MAX_SAFE_INTEGER)) return value;
      const problem = value === undefined ? `must be such as ${scale.example}` : `must be ${range.min} to ${range.max}`;
      context.addIssue({ code: "custom", message: problem });
      return z.NEVER;
    });
}

function measure(given: string | number, { units, bare }: Scale): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/.exec(String(given)) ?? [];
  const factor = units[unit || bare];
  return digits === undefined || factor === undefined ? undefined : Math.round(Number(digits) * factor);
}

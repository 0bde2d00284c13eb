import { faultOfRegex } from "@perigee/schema/linear-regex";
import { z } from "zod";
import { duration, size } from "../config/units.ts";
import { ParserOption } from "./parser-option.ts";

const Pattern = z
  .string()
  .min(1)
  .max(500)
  .superRefine((regex, context) => {
    const fault = faultOfRegex({ regex, ignoreCase: false });
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  });

/** A record begins at a line with `startPattern`, or goes on at a line with `continuePattern`. */
const Multiline = z
  .strictObject({
    startPattern: Pattern.optional(),
    continuePattern: Pattern.optional(),
    maxLines: z.int().min(2).max(5_000).default(500),
    timeout: duration({ default: "2s", min: "10ms", max: "1m" }),
  })
  .refine(({ startPattern, continuePattern }) => (startPattern === undefined) !== (continuePattern === undefined), {
    error: "needs either startPattern or continuePattern",
  });

/** What inputs of lines have in common. */
export const lineOptions = {
  /** `service.name` of what it reads. */
  service: z.string().min(1).max(200).optional(),
  /** Further attributes of each record. */
  attributes: z.record(z.string().min(1).max(100), z.union([z.string(), z.number(), z.boolean()])).default({}),
  parser: ParserOption,
  multiline: Multiline.optional(),
  /** The rest of a longer line is left out. */
  maxLineBytes: size({ default: "64KiB", min: "1KiB", max: "1MiB" }),
};

export const TailConfig = z.strictObject({
  type: z.literal("tail"),
  /** Positions are kept under it, so it must not change. Made from the paths. */
  name: z.string().min(1).max(200).optional(),
  /** Files and globs, such as `/var/log/nginx/*.log`. */
  paths: z.array(z.string().min(1).max(1_000)).min(1).max(100),
  exclude: z.array(z.string().min(1).max(1_000)).max(100).default([]),
  /** Where reading begins in files that are there when the input runs for the first time. Later ones are read from their beginning. */
  startAt: z.enum(["end", "beginning"]).default("end"),
  pollInterval: duration({ default: "1s", min: "10ms", max: "1m" }),
  /** How often globs are expanded again. */
  rescanInterval: duration({ default: "5s", min: "10ms", max: "10m" }),
  /** After this time a last line is taken though its end has not come. */
  partialTimeout: duration({ default: "5s", min: "10ms", max: "1h" }),
  ...lineOptions,
});
export type TailConfig = z.output<typeof TailConfig>;

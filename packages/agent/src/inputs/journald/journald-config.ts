import { z } from "zod";
import { InputName } from "../input-name.ts";

export const JournaldConfig = z.strictObject({
  type: z.literal("journald"),
  name: InputName,
  /** Such as `nginx.service`; all where the list is empty. */
  units: z
    .array(z.string().regex(/^[\w@.:*?[\]\\-]{1,255}$/, "is no name of a unit"))
    .max(200)
    .default([]),
  /** From when on at the first start, as `journalctl --since` has it: `now`, `-1h`, `today`, `2026-11-22 10:00:00`. */
  since: z.string().min(1).max(100).default("now"),
  /** Where the journal's files are, such as /host/var/log/journal. */
  directory: z.string().optional(),
  /** A file that holds `journalctl --output=export`, read once to its end instead of asking journalctl; /dev/stdin is one. */
  file: z.string().optional(),
  journalctl: z.string().min(1).default("journalctl"),
  /** For all entries, instead of the unit of each. */
  service: z.string().min(1).max(200).optional(),
});
export type JournaldConfig = z.output<typeof JournaldConfig>;

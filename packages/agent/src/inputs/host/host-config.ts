import { z } from "zod";
import { duration } from "../../config/units.ts";
import { InputName } from "../input-name.ts";

const partNames = ["cpu", "memory", "paging", "disk", "filesystem", "network", "processes", "container"] as const;

export const HostConfig = z.strictObject({
  type: z.literal("host"),
  name: InputName,
  interval: duration({ default: "30s", min: "1s", max: "1h" }),
  parts: z
    .array(z.enum(partNames))
    .min(1)
    .default([...partNames]),
  /** Otherwise CPU time is of all CPUs together: 7 points and not 7 for each. */
  perCpu: z.boolean().default(true),
  /** How many processes are told of one by one, by CPU and by memory each. */
  topProcesses: z.int().min(0).max(100).default(10),
  /** Command lines may hold passwords. */
  commandLines: z.boolean().default(false),
  /** Where the host's root is mounted, for an agent in a container. */
  rootPath: z.string().startsWith("/").default("/"),
});
export type HostConfig = z.output<typeof HostConfig>;

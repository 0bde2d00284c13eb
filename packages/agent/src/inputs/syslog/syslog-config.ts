import { z } from "zod";
import { InputName } from "../input-name.ts";

export const SyslogConfig = z.strictObject({
  type: z.literal("syslog"),
  name: InputName,
  /** Syslog knows no keys: beyond the own machine, whoever reaches the port may write. */
  host: z.string().default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(5514),
  transports: z
    .array(z.enum(["udp", "tcp"]))
    .min(1)
    .default(["udp", "tcp"]),
  /** For all messages, instead of the program's name in each. */
  service: z.string().min(1).max(200).optional(),
});
export type SyslogConfig = z.output<typeof SyslogConfig>;

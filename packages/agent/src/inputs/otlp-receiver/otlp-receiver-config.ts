import { z } from "zod";
import { InputName } from "../input-name.ts";

export const OtlpReceiverConfig = z.strictObject({
  type: z.literal("otlp"),
  name: InputName,
  /** Nobody is asked for a key: beyond the own machine, whoever reaches the port may write. */
  host: z.string().default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(4318),
});
export type OtlpReceiverConfig = z.output<typeof OtlpReceiverConfig>;

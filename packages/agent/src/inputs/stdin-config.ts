import { z } from "zod";
import { lineOptions } from "./tail-config.ts";

export const StdinConfig = z.strictObject({
  type: z.literal("stdin"),
  name: z.string().min(1).max(200).optional(),
  ...lineOptions,
});
export type StdinConfig = z.output<typeof StdinConfig>;

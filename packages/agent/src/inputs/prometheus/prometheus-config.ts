import { z } from "zod";
import { duration } from "../../config/units.ts";
import { InputName } from "../input-name.ts";

/** `*` stands for any characters. */
const NamePattern = z
  .string()
  .regex(/^[a-zA-Z0-9_:.*]+$/)
  .max(200);

export const PrometheusConfig = z
  .strictObject({
    type: z.literal("prometheus"),
    name: InputName,
    endpoints: z
      .array(z.url({ protocol: /^https?$/ }))
      .min(1)
      .max(200),
    /** What the endpoints are one of: their service.name, which Prometheus calls the job. */
    service: z.string().min(1).max(200),
    attributes: z.record(z.string(), z.string()).default({}),
    interval: duration({ default: "30s", min: "1s", max: "1h" }),
    timeout: duration({ default: "10s", min: "10ms", max: "10m" }),
    headers: z.record(z.string(), z.union([z.string(), z.strictObject({ file: z.string() })])).default({}),
    /** Metrics by name: those to keep, all where the list is empty, and those to drop of them. */
    keep: z.array(NamePattern).max(100).default([]),
    drop: z.array(NamePattern).max(100).default([]),
  })
  .refine(({ timeout, interval }) => timeout <= interval, {
    path: ["timeout"],
    error: "must not be longer than interval",
  });
export type PrometheusConfig = z.output<typeof PrometheusConfig>;

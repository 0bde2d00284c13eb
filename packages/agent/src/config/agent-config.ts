import { RedactionPreset } from "@perigee/schema";
import { faultOfRegex } from "@perigee/schema/linear-regex";
import { z } from "zod";
import { logLevels } from "../agent-log.ts";
import { type InputConfig, inputConfigs } from "../inputs/input-configs.ts";
import { duration, size } from "./units.ts";

const Attributes = z.record(z.string().min(1).max(100), z.union([z.string().max(1_000), z.number(), z.boolean()]));

const MaskRegex = z
  .strictObject({ regex: z.string().min(1).max(500), ignoreCase: z.boolean().default(false) })
  .superRefine((rule, context) => {
    const fault = faultOfRegex(rule);
    if (fault !== undefined) context.addIssue({ code: "custom", path: ["regex"], message: fault });
  });

/** `name` distinguishes it from others of its kind. */
export type ConfiguredInput = { name: string; options: InputConfig };

const AnyInput = z.looseObject(
  {
    type: z.enum(Object.keys(inputConfigs) as [keyof typeof inputConfigs], {
      error: `must be one of ${Object.keys(inputConfigs).join(", ")}`,
    }),
  },
  { error: "must be an input such as {type: tail, paths: [/var/log/app.log]}" },
);

const ConfiguredInputs = z
  .array(AnyInput, { error: "must be a list of inputs" })
  .min(1, "must have at least one input, such as {type: tail, paths: [/var/log/app.log]}")
  .max(100)
  .transform((list, context): ConfiguredInput[] =>
    list.flatMap((given, index) => {
      const options = inputConfigs[given.type].safeParse(given);
      if (options.success) return [{ name: nameOf(given), options: options.data }];
      for (const { path, message } of options.error.issues)
        context.addIssue({ code: "custom", path: [index, ...path], message });
      return [];
    }),
  )
  .superRefine((list, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of list.entries()) {
      if (seen.has(name))
        context.addIssue({
          code: "custom",
          path: [index, "name"],
          message: `another input is ${name}: give each a name`,
        });
      seen.add(name);
    }
  });

/** Positions are kept under it. */
function nameOf(given: { type: string; [option: string]: unknown }): string {
  if (typeof given["name"] === "string") return given["name"];
  return Array.isArray(given["paths"]) ? `${given.type}:${given["paths"].join(",")}` : given.type;
}

/** The config file, and what flags make of it. */
export const AgentConfig = z.strictObject({
  /** Address of ingest, without /v1/logs. */
  endpoint: z.url({ protocol: /^https?$/, error: "must be the address of ingest, such as https://ingest.example.com" }),
  key: z.string().min(1).max(200).optional(),
  keyFile: z.string().min(1).optional(),
  resource: z.strictObject({ attributes: Attributes.default({}) }).prefault({}),
  buffer: z
    .strictObject({
      /** `/var/lib/perigee-agent` for root, else `~/.local/state/perigee-agent`. */
      dir: z.string().min(1).optional(),
      maxBytes: size({ default: "512MB", min: "1MB", max: "100GB" }),
      /** Of what waits for the buffer and cannot be read again. */
      maxMemoryBytes: size({ default: "8MB", min: "1MB", max: "1GB" }),
    })
    .prefault({}),
  delivery: z
    .strictObject({
      maxItems: z.int().min(1).max(20_000).default(1_000),
      maxBytes: size({ default: "1MB", min: "10kB", max: "3MB" }),
      maxDelay: duration({ default: "1s", min: "10ms", max: "1m" }),
      timeout: duration({ default: "30s", min: "100ms", max: "5m" }),
      retry: z
        .strictObject({
          initial: duration({ default: "1s", min: "1ms", max: "1m" }),
          max: duration({ default: "1m", min: "1ms", max: "1h" }),
          /** Where only a person can help: a wrong key, a wrong address. */
          blocked: duration({ default: "1m", min: "1ms", max: "1h" }),
        })
        .prefault({}),
      /** How long a stop may take; what is not delivered by then stays in the buffer. */
      stopWithin: duration({ default: "5s", min: "0s", max: "5m" }),
    })
    .prefault({}),
  mask: z
    .array(z.union([RedactionPreset, MaskRegex]))
    .max(50)
    .default([...RedactionPreset.options]),
  health: z
    .union([
      z.literal(false),
      z.strictObject({
        host: z.string().default("127.0.0.1"),
        port: z.int().min(0).max(65_535).default(13_134),
      }),
    ])
    .prefault({}),
  /** How often the agent sends its own counters, as metrics `perigee.agent.*`. */
  ownMetrics: z
    .union([z.literal(false), z.strictObject({ interval: duration({ default: "1m", min: "1s", max: "1h" }) })])
    .prefault({}),
  logLevel: z.enum(logLevels).default("info"),
  inputs: ConfiguredInputs,
});
export type AgentConfig = z.output<typeof AgentConfig>;

import { z } from "zod";
import { time } from "./query-params.ts";

/** Parameters that the queries of logs, spans and metrics share. They know services and attributes, not pages and visits. */

const maxValues = 50;

/** A parameter that may be repeated: any of its values will do. */
export const several = <Value extends z.ZodType<string, string>>(value: Value, most = maxValues) =>
  z
    .union([value.transform((one) => [one]), z.array(value).max(most)])
    .default([])
    .transform((values): z.output<Value>[] => values);

export type Attribute = { name: string; value: string };

/** `name=value`; the first = ends the name. Repeated ones must all hold. */
export const attributes = several(z.string().max(2_000)).transform((texts, context) =>
  texts.map((text, index): Attribute => {
    const at = text.indexOf("=");
    if (at < 1) context.addIssue({ code: "custom", path: [index], message: "must look like name=value", input: text });
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  }),
);

export const hexId = (digits: 16 | 32) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${digits}}$`), { error: `must be ${digits} lower-case hex digits` })
    .optional();

/** Which records of a time range: what queries of logs, spans and metrics all take. */
const choice = {
  from: time,
  to: time,
  service: several(z.string().max(1_000)),
  /** Of the resource: `deployment.environment.name`, or its older name `deployment.environment`. */
  environment: several(z.string().max(200)),
  resource: attributes,
};

/** Parameters of a query of telemetry over a time range, from (inclusive) to (exclusive), with those of its own. */
export const chosen = <Own extends z.ZodRawShape>(own: Own) =>
  z.strictObject({ ...choice, ...own }).superRefine((params, context) => {
    const { from, to } = params as { from: number; to: number };
    if (from >= to) context.addIssue({ code: "custom", path: ["to"], message: "must be after from", input: to });
  });

export type Choice = z.output<z.ZodObject<typeof choice>>;

/** Buckets of a chart: as many seconds as are asked for, or as make at most a hundred of them. */
export const step = z.coerce.number().int().min(1).max(604_800).optional();

const niceSteps = [1, 5, 10, 15, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 604_800];
const wantedBuckets = 100;
const maxBuckets = 2_000;

/** Seconds of one bucket; never so few that nobody could draw them. */
export function stepOf({ from, to, step: asked }: { from: number; to: number; step?: number | undefined }): number {
  const seconds = (to - from) / 1_000;
  const nice = niceSteps.find((one) => seconds / one <= wantedBuckets) ?? Math.ceil(seconds / wantedBuckets);
  return Math.max(asked ?? nice, Math.ceil(seconds / maxBuckets));
}

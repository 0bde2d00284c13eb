import { z } from "zod";

/**
 * How a project's log records are read and changed before they are stored, as data. Pipelines are asked in their order, and all that match
 * a record are applied, each to what the ones before it have left.
 */

const ruleName = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "lower-case letters, digits, - and _, at most 40");
const attribute = z.string().min(1).max(128);
/** Names of attributes; `http.*` is every one that begins with `http.`, `*` every one at all. */
const selectors = z.array(attribute).min(1).max(50);
/** Attributes that are asked in turn; the first that can be read counts. `body` is the record's body. */
const sources = z.array(attribute).min(1).max(10);

/** RE2 syntax: linear in the text's length, without back-references and look-around. A change of settings checks that it compiles. */
const Regex = z.object({ regex: z.string().min(1).max(500), ignoreCase: z.boolean().default(false) });

/** Of times that name no zone. */
const utcOffset = z
  .string()
  .regex(/^(Z|[+-]\d\d:\d\d)$/, "must be Z or an offset such as +02:00")
  .default("Z");

const SeverityName = z.enum(["trace", "debug", "info", "warn", "error", "fatal"]);

/** What the numbers of a level mean: pino's and bunyan's tens, syslog's 0 to 7, Python's tens, OpenTelemetry's 1 to 24. */
export const SeverityScale = z.enum(["pino", "syslog", "python", "otel"]);
export type SeverityScale = z.infer<typeof SeverityScale>;

export const TimeFormat = z.enum([
  "auto",
  "iso",
  "epoch-s",
  "epoch-ms",
  "epoch-us",
  "epoch-ns",
  "clf",
  "syslog",
  "asctime",
]);
export type TimeFormat = z.infer<typeof TimeFormat>;

/** All that is given must be so; nothing given matches every record. */
const Match = z.object({
  /** `service.name` of the resource as it was sent; `shop-*` is every one that begins so. */
  service: z.string().min(1).max(200).optional(),
  /** Attributes of the record, or else of its resource, by their text; `*` at the end as above, alone: any value. */
  attributes: z
    .record(attribute, z.string().max(500))
    .refine((wanted) => Object.keys(wanted).length <= 20, "at most 20 attributes")
    .optional(),
  /** Somewhere in the first 4,096 characters. */
  body: Regex.optional(),
  severityAtLeast: SeverityName.optional(),
  /** A record without a severity is below none. */
  severityBelow: SeverityName.optional(),
});

/** Stands in `log.parse_error` where the step fails; `<pipeline>.<place>.<kind>` where it has none. */
const name = ruleName.optional();

const steps = [
  z.object({
    kind: z.literal("parse"),
    name,
    /** `combined` reads the common format, too; `auto` is whichever of json, combined, syslog and logfmt fits; named groups of a regex become attributes. */
    format: z.union([z.enum(["auto", "json", "logfmt", "combined", "syslog"]), Regex]),
    from: attribute.default("body"),
    /** Stands before the names of the attributes that are made. */
    prefix: z.string().max(64).default(""),
    utcOffset,
  }),
  z.object({
    kind: z.literal("rename"),
    name,
    /** New names by the old ones. */
    fields: z.record(attribute, attribute).refine((fields) => Object.keys(fields).length <= 50, "at most 50 fields"),
  }),
  z.object({
    kind: z.literal("set"),
    name,
    attributes: z
      .record(attribute, z.union([z.string().max(1_000), z.number(), z.boolean()]))
      .refine((attributes) => Object.keys(attributes).length <= 50, "at most 50 attributes"),
    /** Whether it takes the place of a value that is there. */
    overwrite: z.boolean().default(true),
  }),
  z.object({ kind: z.literal("drop-fields"), name, fields: selectors }),
  z.object({ kind: z.literal("keep-fields"), name, fields: selectors }),
  z.object({
    kind: z.literal("redact"),
    name,
    fields: selectors,
    /** `mask` leaves `***`; `ip-prefix` the first 24 bits of an IPv4 and 48 of an IPv6 address, and `***` of anything else. */
    method: z.enum(["mask", "ip-prefix"]).default("mask"),
  }),
  /** The whole record. */
  z.object({ kind: z.literal("drop"), name }),
  z.object({
    kind: z.literal("sample"),
    name,
    /** The part that is kept; a trace's records are kept or dropped together. Those kept weigh so much more. */
    rate: z.number().min(0.0001).max(1),
  }),
  z.object({
    kind: z.literal("severity"),
    name,
    from: sources.default(["level", "severity", "severity_text", "log.level", "loglevel", "lvl"]),
    scale: SeverityScale.default("pino"),
    /** Words of one's own, in lower case. */
    words: z
      .record(z.string().min(1).max(50), SeverityName)
      .refine((words) => Object.keys(words).length <= 50, "at most 50 words")
      .default({}),
  }),
  z.object({
    kind: z.literal("timestamp"),
    name,
    from: sources.default(["timestamp", "time", "ts", "@timestamp", "datetime", "date"]),
    format: TimeFormat.default("auto"),
    utcOffset,
  }),
  z.object({
    kind: z.literal("trace"),
    name,
    /** Ids of 32 or 16 hex digits, UUIDs, or whole `traceparent` headers. */
    traceId: sources.default(["traceparent", "trace_id", "traceId", "trace.id", "otelTraceID"]),
    spanId: sources.default(["span_id", "spanId", "span.id", "otelSpanID"]),
  }),
  z.object({
    kind: z.literal("message"),
    name,
    from: sources.default(["message", "msg", "log", "event"]),
    /** Makes the body of attributes, which stay: `{http.request.method} {url.path}`. Then `from` is not asked. */
    template: z.string().min(1).max(500).optional(),
  }),
] as const;

export const LogStep = z.discriminatedUnion("kind", steps);
export type LogStep = z.infer<typeof LogStep>;

export const LogPipeline = z.object({
  name: ruleName,
  match: Match.prefault({}),
  steps: z.array(LogStep).min(1).max(20),
});
export type LogPipeline = z.infer<typeof LogPipeline>;

/** Each expression may cost milliseconds for a long line, so a project has few of them. */
const maxRegexes = 20;

export const LogPipelines = z
  .array(LogPipeline)
  .max(20)
  .refine((pipelines) => regexesOf(pipelines).length <= maxRegexes, `at most ${maxRegexes} regexes in all pipelines`);

type PlacedRegex = { path: (string | number)[]; regex: z.infer<typeof Regex>; mustName: boolean };

/** All expressions of pipelines and where they stand. `mustName`: without a named group it would find nothing. */
export function regexesOf(pipelines: readonly LogPipeline[]): PlacedRegex[] {
  return pipelines.flatMap(({ match, steps }, index) => [
    ...(match.body ? [{ path: [index, "match", "body", "regex"], regex: match.body, mustName: false }] : []),
    ...steps.flatMap((step, place) =>
      step.kind === "parse" && typeof step.format === "object"
        ? [{ path: [index, "steps", place, "format", "regex"], regex: step.format, mustName: true }]
        : [],
    ),
  ]);
}

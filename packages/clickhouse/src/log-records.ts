import { z } from "zod";
import { join, type Sql, sql } from "./sql.ts";
import { attributes, type Choice, hexId, several } from "./telemetry-params.ts";
import { attributesIn, environmentName, recordsOf } from "./telemetry-scope.ts";

/** Which log records a query is about: for the list of them and for its histogram alike. */

/** Ranges of OpenTelemetry's SeverityNumber by their names; `unknown` is 0. */
export const Severity = z.enum(["unknown", "trace", "debug", "info", "warn", "error", "fatal"]);

export const severity: Sql = sql`arrayElement(${{ Strings: Severity.options }}, least(7, intDiv(SeverityNumber + 3, 4) + 1))`;

export const logChoice = {
  severity: several(Severity),
  traceId: hexId(32),
  spanId: hexId(16),
  /** Words that the body must have, all of them, whatever their order and case. A word is a run of letters and digits. */
  text: z
    .string()
    .max(500)
    .refine((text) => wordsOf(text).length > 0, { error: "must hold a word" })
    .optional(),
  attribute: attributes,
  /** What a record must have none of. */
  notService: several(z.string().max(1_000)),
  notEnvironment: several(z.string().max(200)),
  notAttribute: attributes,
  notResource: attributes,
};

type LogChoice = Choice & z.output<z.ZodObject<typeof logChoice>>;

export function logsOf(projectId: number, params: LogChoice): Sql {
  const { traceId, spanId, text } = params;
  const conditions = [
    ...(params.severity.length > 0 ? [sql`${severity} IN ${{ Strings: params.severity }}`] : []),
    ...(traceId === undefined ? [] : [sql`TraceId = ${{ String: traceId }}`]),
    ...(spanId === undefined ? [] : [sql`SpanId = ${{ String: spanId }}`]),
    ...(text === undefined ? [] : wordsOf(text).map((word) => sql`hasToken(Body, ${{ String: word }})`)),
    ...attributesIn(sql`LogAttributes`, params.attribute),
    ...unwantedIn(params).map((unwanted) => sql`NOT (${unwanted})`),
  ];
  const rows = recordsOf("otel_logs", { ...params, projectId });
  return join([rows, ...conditions], sql` AND `);
}

const unwantedIn = ({ notService, notEnvironment, notAttribute, notResource }: LogChoice): Sql[] => [
  ...(notService.length > 0 ? [sql`ServiceName IN ${{ Strings: notService }}`] : []),
  ...(notEnvironment.length > 0 ? [sql`${environmentName} IN ${{ Strings: notEnvironment }}`] : []),
  ...attributesIn(sql`LogAttributes`, notAttribute),
  ...attributesIn(sql`ResourceAttributes`, notResource),
];

/**
 * Tokens as the text index has them: it cuts at what is neither letter nor digit of ASCII, and its `lower` knows ASCII alone. Everything
 * beyond ASCII is a letter to it.
 */
const wordsOf = (text: string): string[] =>
  (text.match(/[a-z0-9\u{80}-\u{10ffff}]+/giu) ?? []).map((word) =>
    word.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  );

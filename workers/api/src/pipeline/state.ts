import { type Sql, select, sql, table } from "@perigee/clickhouse";
import { internalProjectId, type Result, succeed } from "@perigee/schema";
import { z } from "zod";
import type { Config } from "../config.ts";

/** A figure of the pipeline and the value from which it is a sign of trouble; null where nobody has told it lately. */
const Check = z.object({ value: z.number().nullable(), degradedFrom: z.number() });

export const PipelineState = z.object({
  status: z.enum(["ok", "degraded"]),
  checks: z.object({
    queueMessages: Check.pick({ value: true }).meta({ description: "Messages that wait in the fullest queue." }),
    queueAgeS: Check.meta({ description: "Age of the oldest message that waits in a queue, seconds." }),
    spoolMessages: Check.pick({ value: true }).meta({ description: "Messages in the spool." }),
    spoolAgeS: Check.meta({ description: "Age of the oldest message in the spool, seconds." }),
    deadLettersLastHour: Check.meta({ description: "Messages set aside within the last hour." }),
    unstoredForS: Check.meta({
      description: "Seconds since rows were last stored, while events came in within the last five minutes.",
    }),
  }),
});
export type PipelineState = z.infer<typeof PipelineState>;

/**
 * A queue is emptied every five seconds and the spool every minute. Every dead letter is either a fault of ours or an outage, so
 * one is enough for a look. Rows follow events within seconds.
 */
const degradedFrom = { queueAgeS: 60, spoolAgeS: 600, deadLettersLastHour: 1, unstoredForS: 300 } as const;

const Figures = z.object({
  queueMessages: z.number().nullable(),
  queueAgeS: z.number().nullable(),
  spoolMessages: z.number().nullable(),
  spoolAgeS: z.number().nullable(),
  deadLettersLastHour: z.number(),
  accepted: z.number(),
  unstoredForS: z.number().nullable(),
});

/** How the pipeline stands, from what all isolates of ingest and consumer told. Same failures as `select`. */
export async function pipelineState(
  connection: Config["clickhouse"],
  signal?: AbortSignal,
): Promise<Result<PipelineState>> {
  const answer = await select(connection, figuresSql, signal);
  if (!answer.ok) return answer;
  const { accepted, queueMessages, spoolMessages, ...told } = Figures.parse(answer.value[0]);
  const figures = { ...told, unstoredForS: accepted > 0 ? told.unstoredForS : 0 };
  const check = (name: keyof typeof degradedFrom) => ({ value: figures[name], degradedFrom: degradedFrom[name] });
  const checks = {
    queueMessages: { value: queueMessages },
    queueAgeS: check("queueAgeS"),
    spoolMessages: { value: spoolMessages },
    spoolAgeS: check("spoolAgeS"),
    deadLettersLastHour: check("deadLettersLastHour"),
    unstoredForS: check("unstoredForS"),
  };
  const names = Object.keys(degradedFrom) as (keyof typeof degradedFrom)[];
  const isDegraded = names.some((name) => (figures[name] ?? 0) >= degradedFrom[name]);
  return succeed({ status: isDegraded ? "degraded" : "ok", checks });
}

/** Minutes for which what a queue or the cron said is taken as true. */
const told = (metric: string, minutes: number): Sql => sql`project_id = ${{ UInt32: internalProjectId }}
  AND ServiceName IN ('perigee-ingest', 'perigee-consumer') AND MetricName = ${{ String: metric }}
  AND TimeUnix > now64(3) - toIntervalMinute(${{ UInt32: minutes }})`;

/** The largest of what each series said last. */
const gauge = (metric: string): Sql => sql`(SELECT maxOrNull(value) FROM (
  SELECT argMax(Value, TimeUnix) AS value FROM ${table("otel_metrics_gauge")}
  WHERE ${told(metric, 3)} GROUP BY ServiceName, Attributes))`;

const sum = (metric: string, minutes: number): Sql =>
  sql`(SELECT sum(Value) FROM ${table("otel_metrics_sum")} WHERE ${told(metric, minutes)})`;

/** A day back: who has stored nothing for longer than that has stored nothing for that long. */
const secondsUnstored: Sql = sql`(SELECT least(86400, dateDiff('second', max(TimeUnix), now64(3)))
  FROM ${table("otel_metrics_histogram")}
  WHERE ${told("perigee.consumer.insert.duration", 1_440)} AND Attributes['outcome'] = 'stored')`;

const figuresSql: Sql = sql`SELECT
  ${gauge("perigee.queue.backlog.messages")} AS queueMessages,
  ${gauge("perigee.queue.backlog.age")} AS queueAgeS,
  ${gauge("perigee.spool.objects")} AS spoolMessages,
  ${gauge("perigee.spool.age")} AS spoolAgeS,
  ${sum("perigee.consumer.dead_letters", 60)} AS deadLettersLastHour,
  ${sum("perigee.ingest.events.accepted", 5)} AS accepted,
  ${secondsUnstored} AS unstoredForS`;

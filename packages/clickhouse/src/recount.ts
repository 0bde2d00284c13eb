import { limits, type Result, succeed } from "@perigee/schema";
import { z } from "zod";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";
import { select } from "./run-query.ts";
import { type Sql, sql } from "./sql.ts";

/**
 * Messages of one project whose rows were found in `events` after an INSERT that gave no answer. ClickHouse commits a table before the
 * views on it, so a server that was killed in between has the rows, and `sessions` has not counted them. Times of arrival in
 * milliseconds since the epoch.
 */
export type Doubtful = { projectId: number; messageIds: readonly string[]; earliest: number; latest: number };

const Miscounts = z.array(z.object({ miscount: z.string() }));

/**
 * Those visits of these messages that have more rows than `sessions` counts, as texts that name a visit and both numbers. What is
 * found may be an INSERT that is under way right now: only what is found again when no INSERT from then can still live is a miscount.
 */
export async function findMiscounts(connection: Connection, doubtful: Doubtful): Promise<Result<string[]>> {
  const found = await select(connection, sql`SELECT ${miscountName} AS miscount FROM (${uncounted(doubtful)})`);
  return found.ok ? succeed(Miscounts.parse(found.value).map(({ miscount }) => miscount)) : found;
}

/** Adds to `sessions` what these miscounts lack; one whose numbers have changed since it was found is left alone. */
export async function mendMiscounts(
  connection: Connection,
  doubtful: Doubtful,
  miscounts: readonly string[],
): Promise<Result<undefined>> {
  const named = sql`SELECT * FROM (${uncounted(doubtful)}) WHERE ${miscountName} IN (SELECT arrayJoin(${{ Strings: miscounts }}))`;
  const lacking = sql`SELECT * EXCEPT (counted_events, counted_pageviews) REPLACE (
      events - counted_events AS events, greatest(pageviews, counted_pageviews) - counted_pageviews AS pageviews)
    FROM (${named})`;
  // Two visits may lack the very same: an identical block is not the same block again.
  return await command(connection, sql`INSERT INTO sessions ${lacking}`, {
    insert_deduplicate: "0",
    async_insert: "0",
  });
}

const miscountName = sql`concat(toString(session_id), ' ', toString(started_at), ' ', toString(events), ' ', toString(counted_events))`;

const hourMs = 3_600_000;
/** A visit's rows lie within a day, 24 hours and what `dateDiff` rounds, of its beginning on either side. */
const visitMs = 2 * 25 * hourMs;

/** Visits of these messages as `sessions_mv` makes them, and what `sessions` has of them, where that is less. */
function uncounted({ projectId, messageIds, earliest, latest }: Doubtful): Sql {
  const from = earliest - limits.eventAgeMs - hourMs;
  const to = latest + limits.eventAheadMs + hourMs;
  const project = sql`project_id = ${{ UInt32: projectId }}`;
  const touched = sql`session_id IN (
    SELECT session_id FROM events WHERE ${project} AND ts BETWEEN ${{ DateTime64: from }} AND ${{ DateTime64: to }}
      AND message_id IN (SELECT toUUID(arrayJoin(${{ Strings: messageIds }}))))`;
  const actual = sql`
    SELECT project_id, retention_days,
           if(abs(dateDiff('hour', UUIDv7ToDateTime(e.session_id, 'UTC'), e.ts)) <= 24,
              UUIDv7ToDateTime(e.session_id, 'UTC'), toDateTime64(toStartOfDay(e.ts), 3, 'UTC')) AS started_at,
           session_id,
           any(e.visitor_id) AS visitor_id, max(e.user_id) AS user_id,
           min(e.ts) AS first_event_at, max(e.ts) AS last_event_at,
           count() AS events, countIf(e.event = 'pageview') AS pageviews,
           argMinStateIf(e.path, e.ts, e.event = 'pageview') AS entry_path,
           argMaxStateIf(e.path, e.ts, e.event = 'pageview') AS exit_path,
           any(e.host) AS host, any(e.referrer_host) AS referrer_host, any(e.channel) AS channel,
           any(e.utm_source) AS utm_source, any(e.utm_medium) AS utm_medium, any(e.utm_campaign) AS utm_campaign,
           any(e.country) AS country, any(e.region) AS region, any(e.city) AS city,
           any(e.browser) AS browser, any(e.os) AS os, any(e.device) AS device,
           any(e.release) AS release, any(e.environment) AS environment, max(e.session_weight) AS weight
    FROM events AS e FINAL
    WHERE ${project} AND ts BETWEEN ${{ DateTime64: from - visitMs }} AND ${{ DateTime64: to + visitMs }} AND ${touched}
    GROUP BY project_id, retention_days, started_at, session_id`;
  const counted = sql`
    SELECT retention_days, started_at, session_id, sum(events) AS counted_events, sum(pageviews) AS counted_pageviews
    FROM sessions WHERE ${project} AND ${touched}
    GROUP BY retention_days, started_at, session_id`;
  return sql`SELECT actual.*, counted_events, counted_pageviews
    FROM (${actual}) AS actual LEFT JOIN (${counted}) AS counted USING (retention_days, started_at, session_id)
    WHERE events > counted_events`;
}

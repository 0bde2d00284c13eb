import { toDateTime64 } from "@perigee/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { ownDatabase, rowsOf, write } from "../../test/database.ts";
import { gaugeRow, logRow, spanRow } from "../../test/rows.ts";
import { migrateUp } from "../migrate/index.ts";
import { type FilterField, filterFields } from "../query-params.ts";
import { runQuery } from "../run-query.ts";
import { seed } from "../seed/index.ts";
import { sql } from "../sql.ts";
import { type QueryName, queries } from "./index.ts";

/** Every query of the list, on seeded data: two projects with the same story, so that a leak would show as double numbers. */

const connection = ownDatabase();
/** The same rows in every run, kept long enough that they do not run out. */
const endMs = Date.UTC(2026, 10, 22, 9, 30);
const day = 86_400_000;
const range = { from: endMs - 7 * day, to: endMs };
const [mine, other, nobody] = [11, 12, 13];

/** What each query needs besides a time range. A new query that needs nothing gets its tests without a line here. */
const own: Partial<Record<QueryName, object>> = {
  "traffic-series": { ...range, interval: "day" },
  breakdown: { ...range, dimension: "page" },
  "vitals-by-route": { ...range, metric: "LCP" },
  "live-visitors": {},
  freshness: { days: 3_650 },
  services: {},
  "metric-series": { ...range, name: "metric", type: "gauge" },
  exemplars: { ...range, name: "metric", type: "gauge" },
};
const paramsOf = (name: QueryName): object => own[name] ?? range;
const names = Object.keys(queries) as QueryName[];
const ranged = names.filter((name) => "filter" in queries[name].params.shape);

async function ask(name: QueryName, projectId: number, params = paramsOf(name)): Promise<object[]> {
  const answer = await runQuery(connection, { name, projectId, params });
  if (!answer.ok) throw new Error(`${name}: ${answer.failure.message}`);
  return answer.value.rows;
}

beforeAll(async () => {
  await migrateUp(connection);
  const story = { events: 12_000, days: 7, endMs, retentionDays: 3_650 };
  await seed(connection, { projectId: mine, ...story });
  await seed(connection, { projectId: other, ...story, events: 24_000, seed: 2 });
  for (const project_id of [mine, other]) await writeTelemetry(project_id);
  const [visit] = (await ask("sessions", mine)) as { sessionId: string }[];
  own["session"] = { sessionId: visit?.sessionId };
  own["session-timeline"] = { sessionId: visit?.sessionId };
  const traced = sql`SELECT trace_id AS traceId FROM events
    WHERE project_id = ${{ UInt32: mine }} AND event = 'browser.interaction' LIMIT 1`;
  own["trace"] = (await rowsOf<{ traceId: string }>(connection, traced))[0] ?? {};
  const someSpan = sql`SELECT TraceId AS traceId, SpanId AS spanId FROM otel_traces WHERE project_id = ${{ UInt32: mine }} LIMIT 1`;
  own["span"] = (await rowsOf<{ traceId: string; spanId: string }>(connection, someSpan))[0] ?? {};
});

/** Of another project there is more of it, and from another service. */
async function writeTelemetry(project_id: number): Promise<void> {
  const given = { project_id, ServiceName: `service of ${project_id}`, weight: project_id };
  const { weight: _, ...point } = { ...given, Value: project_id };
  const measured = {
    "Exemplars.FilteredAttributes": [{}],
    "Exemplars.TimeUnix": [toDateTime64(endMs - 1)],
    "Exemplars.Value": [project_id],
    "Exemplars.SpanId": ["00f067aa0ba902b7"],
    "Exemplars.TraceId": ["4bf92f3577b34da6a3ce929d0e0e4736"],
  };
  await write(connection, "otel_logs", [
    logRow({ ...given, at: endMs - 1 }),
    // The catalogue forgets after 400 days, whatever a row's own retention.
    logRow({ ...given, at: Date.now() }),
  ]);
  await write(connection, "otel_traces", [spanRow({ ...given, at: endMs - 1 })]);
  await write(connection, "otel_metrics_gauge", [gaugeRow({ ...point, ...measured, at: endMs - 1 })]);
}

describe.each(names)("%s", (name) => {
  it("has a summary and answers with rows of its schema", async () => {
    expect(queries[name].summary).toMatch(/^[A-Z].*\.$/);
    expect((await ask(name, mine)).length).toBeGreaterThan(0);
  });

  it("shows a project nothing of another", async () => {
    const [ours, theirs, none] = await Promise.all([mine, other, nobody].map((id) => ask(name, id)));
    if (name !== "live-visitors") expect(ours).not.toEqual(theirs);
    const numbers = (none ?? []).flatMap((row) => Object.entries(row).filter(([key]) => key !== "time"));
    expect(numbers.filter(([, value]) => value !== 0)).toEqual([]);
  });

  it("refuses an unknown parameter by name", async () => {
    const params = { ...paramsOf(name), nonsense: 1 };
    const answer = await runQuery(connection, { name, projectId: mine, params });
    expect(answer).toMatchObject({ ok: false, failure: { type: "invalid-params", field: "nonsense" } });
  });
});

describe.each(ranged)("%s over a time range", (name) => {
  it.each(filterFields)("filters by %s", async (field) => {
    const value = await commonest(field);
    const params = (operator: string) => ({ ...paramsOf(name), filter: [`${field}:${operator}:${value}`] });
    const [all, some, rest] = await Promise.all([
      ask(name, mine),
      ask(name, mine, params("is")),
      ask(name, mine, params("is_not")),
    ]);
    // Host and environment are the same everywhere in the story: there the filter keeps all or nothing.
    if (!["host", "environment"].includes(field)) expect(some).not.toEqual(all);
    expect(rest).not.toEqual(some);
  });

  it("finds nothing for a value that nobody has, however it is written", async () => {
    const filter = filterFields.map((field) => `${field}:is:' OR 1 = 1 -- \\ {p0:String} \n\0`);
    const rows = await ask(name, mine, { ...paramsOf(name), filter });
    const numbers = rows.flatMap((row) => Object.entries(row).filter(([key]) => key !== "time"));
    expect(numbers.filter(([, value]) => value !== 0)).toEqual([]);
  });

  it("takes any time zone", async () => {
    const rows = await ask(name, mine, { ...paramsOf(name), tz: "Pacific/Auckland" });
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe("breakdown by every dimension", () => {
  const dimensions = queries.breakdown.params.shape.dimension.options;
  it.each(dimensions)("%s", async (dimension) => {
    const rows = await ask("breakdown", mine, { ...range, dimension, limit: 1_000 });
    expect(rows.length).toBeGreaterThan(0);
    const narrowed = { ...range, dimension, filter: ["route:is:/products", "event:is:view_item"], search: "a" };
    expect(Array.isArray(await ask("breakdown", mine, narrowed))).toBe(true);
  });
});

it("overview, series and breakdown agree with each other and with the raw rows", async () => {
  const [total] = (await ask("overview", mine)) as { pageviews: number; sessions: number; visitors: number }[];
  const series = (await ask("traffic-series", mine)) as { pageviews: number; sessions: number }[];
  const channels = (await ask("breakdown", mine, { ...range, dimension: "channel", limit: 1_000 })) as typeof series;
  const sum = (rows: typeof series, key: "pageviews" | "sessions") => rows.reduce((all, row) => all + row[key], 0);
  const raw = sql`
    SELECT countIf(event = 'pageview') AS pageviews, uniqExact(session_id) AS sessions, uniqExact(visitor_id) AS visitors
    FROM events WHERE project_id = ${{ UInt32: mine }}`;
  expect(await rowsOf(connection, raw)).toEqual([
    { pageviews: total?.pageviews, sessions: total?.sessions, visitors: total?.visitors },
  ]);
  for (const rows of [series, channels]) {
    expect(sum(rows, "pageviews")).toBe(total?.pageviews);
    expect(sum(rows, "sessions")).toBe(total?.sessions);
  }
});

async function commonest(field: FilterField): Promise<string> {
  if (field === "host") return "small-orbit.example";
  if (field === "environment") return "production";
  const rows = (await ask("breakdown", mine, { ...range, dimension: field, limit: 1 })) as { value: string }[];
  return rows[0]?.value ?? "";
}

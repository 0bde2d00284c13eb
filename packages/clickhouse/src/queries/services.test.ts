import { beforeAll, describe, expect, it } from "vitest";
import { command, gzipLines, ownDatabase, write } from "../../test/database.ts";
import { eventRow, gaugeRow, histogramRow, logRow, spanRow, sumRow } from "../../test/rows.ts";
import { insert } from "../insert.ts";
import { migrateDown, migrateUp, migrationStatus } from "../migrate/index.ts";
import { runQuery } from "../run-query.ts";

const connection = ownDatabase();
const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.now();
const of = (service: string, environment = "production") => ({
  ServiceName: service,
  ResourceAttributes: { "deployment.environment.name": environment },
});

async function list(params: object = {}, projectId = 1) {
  const answer = await runQuery(connection, { name: "services", projectId, params });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.rows;
}
const names = async (params?: object, projectId?: number) => (await list(params, projectId)).map(({ name }) => name);

beforeAll(async () => {
  await migrateUp(connection);
  await write(connection, "events", [
    eventRow({ at: now - minute, service: "web", weight: 3 }),
    eventRow({ at: now - minute, service: "" }),
  ]);
  await write(connection, "otel_traces", [
    spanRow({ at: now - 200 * day, ...of("api") }),
    spanRow({ at: now - 2 * minute, ...of("api"), weight: 10 }),
  ]);
  await write(connection, "otel_logs", [
    logRow({ at: now - 3 * minute, ...of("api", "staging") }),
    logRow({ at: now - 40 * day, ...of("old") }),
    logRow({ at: now - 40 * day, ...of("api", "demo") }),
    logRow({ at: now - minute, ...of("secret"), project_id: 2 }),
    logRow({ at: now - minute, ...of("api"), project_id: 2 }),
  ]);
  await write(connection, "otel_metrics_gauge", [gaugeRow({ at: now - minute, ...of("host") })]);
  await write(connection, "otel_metrics_sum", [sumRow({ at: now - 5 * minute, ...of("host") })]);
  await write(connection, "otel_metrics_histogram", [histogramRow({ at: now - 2 * day, ...of("host") })]);
});

describe("services", () => {
  it("are found in every kind of telemetry, by environment", async () => {
    const seen = (firstSeen: number, lastSeen: number, signals: string[]) => ({ firstSeen, lastSeen, signals });
    const none = { events: 0, logs: 0, metrics: 0, spans: 0 };
    expect(await list()).toEqual([
      {
        name: "api",
        ...seen(now - 200 * day, now - 2 * minute, ["logs", "spans"]),
        environments: [
          { name: "production", ...seen(now - 200 * day, now - 2 * minute, ["spans"]) },
          { name: "staging", ...seen(now - 3 * minute, now - 3 * minute, ["logs"]) },
        ],
        lastDay: { ...none, logs: 1, spans: 10 },
      },
      {
        name: "host",
        ...seen(now - 2 * day, now - minute, ["metrics"]),
        environments: [{ name: "production", ...seen(now - 2 * day, now - minute, ["metrics"]) }],
        lastDay: { ...none, metrics: 2 },
      },
      {
        name: "web",
        ...seen(now - minute, now - minute, ["events"]),
        environments: [{ name: "production", ...seen(now - minute, now - minute, ["events"]) }],
        lastDay: { ...none, events: 3 },
      },
    ]);
  });

  it.each([
    ["a part of their name", { search: "API" }, ["api"]],
    ["a part of their name or their very names", { search: "AP", orName: ["web", "nothing"] }, ["api", "web"]],
    ["a part that none has, or a very name", { search: "none", orName: "host" }, ["host"]],
    ["their name", { name: "web" }, ["web"]],
    ["an environment", { environment: "staging" }, ["api"]],
    ["an environment of long ago", { environment: "demo" }, []],
    ["more days", { days: 100 }, ["api", "host", "old", "web"]],
    ["the page before", { after: "api", limit: 1 }, ["host"]],
    ["SQL", { search: "' OR 1=1 --" }, []],
  ])("are found by %s", async (_, params, found) => {
    expect(await names(params)).toEqual(found);
  });

  it("of another project are another's", async () => {
    expect(await names({}, 2)).toEqual(["api", "secret"]);
    expect(await names({}, 3)).toEqual([]);
  });

  it("that a batch has lost on its way into the view come with the batch that is sent again", async () => {
    const lines = gzipLines([logRow({ at: now - minute, project_id: 4, ...of("lost") })]);
    const batch = { table: "otel_logs", gzipMembers: [lines], token: "the same batch" } as const;
    expect(await insert(connection, batch)).toEqual({ ok: true });
    await command(
      connection,
      `ALTER TABLE ${connection.database}.services DELETE WHERE project_id = 4 SETTINGS mutations_sync = 1`,
    );
    expect(await names({}, 4)).toEqual([]);
    expect(await insert(connection, batch)).toEqual({ ok: true });
    expect(await list({}, 4)).toMatchObject([{ name: "lost", lastDay: { logs: 1 } }]);
  });

  it("of events from before are there as soon as the table is", async () => {
    const states = await migrationStatus(connection);
    await migrateDown(connection, states.length - states.findIndex(({ name }) => name === "services"));
    await migrateUp(connection);
    expect(await names()).toEqual(["web"]);
  });
});

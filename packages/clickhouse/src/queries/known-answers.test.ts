import { beforeAll, describe, expect, it } from "vitest";
import { ownDatabase, write } from "../../test/database.ts";
import { errorRow, eventRow, sessionAt, vitalRow } from "../../test/rows.ts";
import { migrateUp } from "../migrate/index.ts";
import { type QueryRow, runQuery } from "../run-query.ts";
import type { QueryName } from "./index.ts";

const connection = ownDatabase();
const minute = 60_000;
const hour = 60 * minute;
/** A Monday at noon, UTC. */
const noon = Date.UTC(2026, 5, 1, 12);
const range = { from: noon - 12 * hour, to: noon + 12 * hour };

async function ask<Name extends QueryName>(name: Name, params: object = range): Promise<QueryRow<Name>[]> {
  const answer = await runQuery(connection, { name, projectId: 1, params });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.rows;
}

/** Ann reads three pages in four minutes and buys; Bob bounces; Ann comes back from Google in the evening and bounces. */
const ann = { visitor_id: "1001", session_id: sessionAt(noon) };
const bob = { visitor_id: "2002", session_id: sessionAt(noon + hour), country: "FR" };
const later = { visitor_id: "1001", session_id: sessionAt(noon + 6 * hour) };
const search = { referrer_host: "google.com", channel: "Organic Search" };

beforeAll(async () => {
  await migrateUp(connection);
  const product = { path: "/product/7", route: "/product/[id]" };
  // Two inserts, so that the first visit is still in pieces when it is read.
  await write(connection, "events", [
    eventRow({ ...ann, at: noon, seq: 1 }),
    eventRow({ ...ann, at: noon + minute, event: "engagement", duration_ms: 50_000, seq: 2 }),
    eventRow({ ...ann, at: noon + minute, seq: 3, ...product }),
    eventRow({ ...bob, ...search, at: noon + hour, path: "/cart", route: "/cart" }),
  ]);
  await write(connection, "events", [
    eventRow({ ...ann, at: noon + 3 * minute, seq: 4, path: "/cart", route: "/cart" }),
    eventRow({
      ...ann,
      at: noon + 4 * minute,
      seq: 5,
      path: "/cart",
      route: "/cart",
      event: "purchase",
      value: 30,
      props: { order: "7" },
    }),
    eventRow({
      ...bob,
      ...search,
      at: noon + hour + 2 * minute,
      path: "/cart",
      route: "/cart",
      event: "engagement",
      duration_ms: 9_000,
    }),
    eventRow({ ...later, ...search, at: noon + 6 * hour }),
  ]);
  await write(
    connection,
    "web_vitals",
    [1_000, 2_000, 3_000, 5_000].map((value, index) =>
      vitalRow({
        ...ann,
        at: noon + index,
        value,
        rating: ["good", "good", "needs-improvement", "poor"][index] as string,
      }),
    ),
  );
  await write(connection, "errors", [
    errorRow({
      ...ann,
      at: noon + 2 * minute,
      issue_id: "18446744073709551615",
      message: "old",
      release: "1.0.0",
      path: "/cart",
    }),
    errorRow({ ...bob, at: noon + hour, issue_id: "18446744073709551615", message: "new", release: "1.1.0" }),
    errorRow({ ...bob, at: noon + 30 * minute, issue_id: "5", message: "other" }),
  ]);
});

describe("freshness", () => {
  const days = 3_650;

  it("tells of each signal when its newest event happened", async () => {
    expect(await ask("freshness", { days })).toEqual([
      { events: noon + 6 * hour, webVitals: noon + 3, errors: noon + hour, metrics: 0, logs: 0, spans: 0 },
    ]);
  });

  it("finds nothing where all is older than the days that it looks at", async () => {
    expect(await ask("freshness", { days: "1" })).toEqual([
      { events: 0, webVitals: 0, errors: 0, metrics: 0, logs: 0, spans: 0 },
    ]);
  });

  it.each([0, 3_651, "many"])("refuses %j days", async (days) => {
    const answer = await runQuery(connection, { name: "freshness", projectId: 1, params: { days } });
    expect(answer).toMatchObject({ ok: false, failure: { type: "invalid-params", field: "days" } });
  });
});

describe("overview", () => {
  it("counts visitors, views, sessions, bounces and time", async () => {
    expect(await ask("overview")).toEqual([
      // Three visits of 4, 2 and 0 minutes, two of them with one page view.
      {
        visitors: 2,
        pageviews: 5,
        sessions: 3,
        storedSessions: 3,
        sessionsError: 0,
        bounceRate: 2 / 3,
        sessionDurationMs: 2 * minute,
        viewsPerSession: 5 / 3,
      },
    ]);
  });

  it("is all zero where nothing happened", async () => {
    expect(await ask("overview", { from: 0, to: 1 })).toEqual([
      {
        visitors: 0,
        pageviews: 0,
        sessions: 0,
        storedSessions: 0,
        sessionsError: 0,
        bounceRate: 0,
        sessionDurationMs: 0,
        viewsPerSession: 0,
      },
    ]);
  });

  it("cuts views at the range but keeps the visit that was under way", async () => {
    const [row] = await ask("overview", { from: noon + 2 * minute, to: noon + 10 * minute });
    expect(row).toMatchObject({ visitors: 1, pageviews: 1, sessions: 1, bounceRate: 0 });
  });

  it.each([
    ["page:is:/product/7", { visitors: 1, pageviews: 1, sessions: 1, bounceRate: 0 }],
    ["page:is:/cart", { visitors: 2, pageviews: 2, sessions: 2, bounceRate: 0.5 }],
    ["page:is_not:/cart", { visitors: 1, pageviews: 3, sessions: 2 }],
    ["event:is:purchase", { visitors: 1, pageviews: 3, sessions: 1 }],
    ["event:is_not:purchase", { visitors: 2, pageviews: 2, sessions: 2 }],
    ["entry_page:is:/cart", { visitors: 1, pageviews: 1, sessions: 1 }],
    ["exit_page:is:/cart", { visitors: 2, pageviews: 4, sessions: 2 }],
    ["source:is:google.com", { visitors: 2, pageviews: 2, sessions: 2 }],
    ["source:is:", { visitors: 1, pageviews: 3, sessions: 1 }],
    ["country:is_not:FR", { visitors: 1, pageviews: 4, sessions: 2 }],
  ])("filtered by %s", async (filter, numbers) => {
    expect((await ask("overview", { ...range, filter }))[0]).toMatchObject(numbers);
  });

  it("joins filters with and, values of one field with or", async () => {
    const filter = ["country:is:DE", "country:is:FR", "channel:is:Organic Search", "page:is:/"];
    expect((await ask("overview", { ...range, filter }))[0]).toMatchObject({ visitors: 1, pageviews: 1, sessions: 1 });
  });
});

describe("traffic-series", () => {
  it("fills empty buckets and puts a visit where it began", async () => {
    const rows = await ask("traffic-series", { ...range, interval: "hour" });
    expect(rows).toHaveLength(24);
    expect(rows.filter(({ pageviews, sessions }) => pageviews + sessions > 0)).toEqual([
      { time: noon, visitors: 1, pageviews: 3, sessions: 1, bounceRate: 0, sessionDurationMs: 4 * minute },
      { time: noon + hour, visitors: 1, pageviews: 1, sessions: 1, bounceRate: 1, sessionDurationMs: 2 * minute },
      { time: noon + 6 * hour, visitors: 1, pageviews: 1, sessions: 1, bounceRate: 1, sessionDurationMs: 0 },
    ]);
  });

  it("counts a visit that was under way in the first bucket", async () => {
    const rows = await ask("traffic-series", { from: noon + 2 * minute, to: noon + 5 * minute, interval: "minute" });
    expect(rows.map(({ sessions, pageviews }) => [sessions, pageviews])).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  const berlin = "Europe/Berlin";
  it.each([
    [
      "days in UTC",
      { from: "2026-06-01", to: "2026-06-03", interval: "day" },
      ["2026-06-01T00:00Z", "2026-06-02T00:00Z"],
    ],
    [
      "days in a zone, over the change to summer time",
      { from: "2026-03-27T23:00Z", to: "2026-03-30T22:00Z", interval: "day", tz: berlin },
      ["2026-03-27T23:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z"],
    ],
    [
      "days in a zone, over the change to winter time",
      { from: "2026-10-23T22:00Z", to: "2026-10-26T23:00Z", interval: "day", tz: berlin },
      ["2026-10-23T22:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z"],
    ],
    [
      "hours over the change to summer time",
      { from: "2026-03-29T00:00Z", to: "2026-03-29T03:00Z", interval: "hour", tz: berlin },
      ["2026-03-29T00:00Z", "2026-03-29T01:00Z", "2026-03-29T02:00Z"],
    ],
    [
      "hours in a zone of half an hour",
      { from: "2026-06-01T00:00Z", to: "2026-06-01T01:00Z", interval: "hour", tz: "Asia/Kolkata" },
      ["2026-05-31T23:30Z", "2026-06-01T00:30Z"],
    ],
    [
      "weeks from Monday",
      { from: "2026-06-03", to: "2026-06-16", interval: "week", tz: "America/New_York" },
      ["2026-06-01T04:00Z", "2026-06-08T04:00Z", "2026-06-15T04:00Z"],
    ],
    ["one bucket of a millisecond", { from: noon, to: noon + 1, interval: "minute" }, ["2026-06-01T12:00Z"]],
  ])("%s", async (_, params, times) => {
    const rows = await ask("traffic-series", params);
    expect(rows.map(({ time }) => new Date(time).toISOString().replace(":00.000Z", "Z"))).toEqual(times);
  });

  it("refuses more points than anyone can draw", async () => {
    const params = { from: "2026-01-01", to: "2026-12-31", interval: "minute" };
    const answer = await runQuery(connection, { name: "traffic-series", projectId: 1, params });
    expect(answer).toMatchObject({ ok: false, failure: { type: "invalid-params", field: "interval" } });
  });
});

describe("breakdown", () => {
  it.each([
    [
      "page",
      [
        ["/", 1, 2, 2],
        ["/cart", 2, 2, 2],
        ["/product/7", 1, 1, 1],
      ],
    ],
    [
      "entry_page",
      [
        ["/", 1, 4, 2],
        ["/cart", 1, 1, 1],
      ],
    ],
    [
      "exit_page",
      [
        ["/", 1, 1, 1],
        ["/cart", 2, 4, 2],
      ],
    ],
    [
      "source",
      [
        ["", 1, 3, 1],
        ["google.com", 2, 2, 2],
      ],
    ],
    [
      "country",
      [
        ["DE", 1, 4, 2],
        ["FR", 1, 1, 1],
      ],
    ],
    ["event", [["purchase", 1, 0, 1]]],
    ["utm_source", []],
  ])("by %s", async (dimension, values) => {
    const rows = await ask("breakdown", { ...range, dimension });
    const found = rows.map(({ value, visitors, pageviews, sessions }) => [value, visitors, pageviews, sessions]);
    expect(found.sort()).toEqual(values);
  });

  it("orders by visitors, limits and searches without minding case", async () => {
    expect((await ask("breakdown", { ...range, dimension: "page", limit: 1 })).map(({ value }) => value)).toEqual([
      "/cart",
    ]);
    const found = await ask("breakdown", { ...range, dimension: "page", search: "PROD" });
    expect(found.map(({ value }) => value)).toEqual(["/product/7"]);
  });

  it("counts only the views of a page when one is chosen", async () => {
    const rows = await ask("breakdown", { ...range, dimension: "country", filter: "page:is:/cart" });
    expect(rows.map(({ value, pageviews }) => [value, pageviews]).sort()).toEqual([
      ["DE", 1],
      ["FR", 1],
    ]);
  });
});

it("vitals-summary and vitals-by-route give the percentile and the shares", async () => {
  const figures = { samples: 4, good: 2, needsImprovement: 1, poor: 1 };
  const [row] = await ask("vitals-summary");
  expect(row).toMatchObject({ metric: "LCP", ...figures });
  expect(row?.p75).toBeGreaterThanOrEqual(3_000);
  expect(row?.p75).toBeLessThanOrEqual(5_000);
  expect(await ask("vitals-by-route", { ...range, metric: "LCP" })).toMatchObject([{ route: "/", ...figures }]);
  expect(await ask("vitals-by-route", { ...range, metric: "INP" })).toEqual([]);
});

it("issues tells of each fault once, with its last message", async () => {
  expect(await ask("issues")).toMatchObject([
    {
      issueId: "18446744073709551615",
      message: "new",
      events: 2,
      visitors: 2,
      firstSeen: noon + 2 * minute,
      lastSeen: noon + hour,
      releases: ["1.0.0", "1.1.0"],
    },
    { issueId: "5", message: "other", events: 1 },
  ]);
});

it("sessions lists visits whole, the latest first", async () => {
  const rows = await ask("sessions");
  expect(rows.map(({ sessionId }) => sessionId)).toEqual([later.session_id, bob.session_id, ann.session_id]);
  expect(rows[2]).toMatchObject({
    startedAt: noon,
    endedAt: noon + 4 * minute,
    durationMs: 4 * minute,
    pageviews: 3,
    entryPath: "/",
    exitPath: "/cart",
    source: "",
    country: "DE",
  });
});

it("session tells one visit, and nothing of an unknown one", async () => {
  const listed = await ask("sessions");
  const wanted = listed.find(({ sessionId }) => sessionId === ann.session_id);
  expect(await ask("session", { sessionId: ann.session_id })).toEqual([wanted]);
  expect(await ask("session", { sessionId: "019a0000-0000-7000-8000-000000000000" })).toEqual([]);
});

it("session-timeline tells a visit in order", async () => {
  const rows = await ask("session-timeline", { sessionId: ann.session_id });
  expect(rows.map(({ time, kind, name }) => [(time - noon) / minute, kind, name])).toEqual([
    [0, "pageview", "pageview"],
    [0, "vital", "LCP"],
    [1 / minute, "vital", "LCP"],
    [2 / minute, "vital", "LCP"],
    [3 / minute, "vital", "LCP"],
    [1, "engagement", "engagement"],
    [1, "pageview", "pageview"],
    [2, "error", "TypeError"],
    [3, "pageview", "pageview"],
    [4, "custom", "purchase"],
  ]);
  expect(rows[9]).toMatchObject({ path: "/cart", value: 30, rating: "", detail: { order: "7" } });
  expect(rows[7]?.detail).toMatchObject({ message: "old", handled: "no", issueId: "18446744073709551615" });
});

it("counts a visit on the day of its events when the visitor's clock, and so its id, is years off", async () => {
  const tomorrow = { from: noon + 24 * hour, to: noon + 36 * hour };
  const session_id = sessionAt(Date.UTC(2011, 0, 1));
  await write(connection, "events", [eventRow({ at: noon + 30 * hour, session_id })]);
  await write(connection, "events", [eventRow({ at: noon + 31 * hour, session_id, path: "/cart" })]);
  expect(await ask("overview", tomorrow)).toMatchObject([{ visitors: 1, pageviews: 2, sessions: 1, bounceRate: 0 }]);
  expect(await ask("sessions", tomorrow)).toMatchObject([
    { sessionId: session_id, durationMs: hour, exitPath: "/cart" },
  ]);
});

it("live-visitors counts the last five minutes", async () => {
  expect(await ask("live-visitors", {})).toEqual([{ visitors: 0 }]);
  await write(connection, "events", [
    eventRow({ at: Date.now(), visitor_id: "77", session_id: sessionAt(Date.now()) }),
  ]);
  await write(connection, "events", [eventRow({ at: Date.now() - 6 * minute, visitor_id: "78" })]);
  expect(await ask("live-visitors", {})).toEqual([{ visitors: 1 }]);
});

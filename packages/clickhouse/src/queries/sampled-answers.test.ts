import { beforeAll, describe, expect, it } from "vitest";
import { ownDatabase, write } from "../../test/database.ts";
import { errorRow, eventRow, sessionAt, vitalRow } from "../../test/rows.ts";
import { migrateUp } from "../migrate/index.ts";
import { type QueryRow, runQuery } from "../run-query.ts";
import type { QueryName } from "./index.ts";

/**
 * The answers of a site that keeps one visit of ten, and of one whose rates are mixed: whole visits are kept, with the weight on
 * each of their rows.
 */

const connection = ownDatabase();
const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2026, 5, 1, 12);
const range = { from: noon - 12 * hour, to: noon + 12 * hour };
const sampled = 1;
const mixed = 2;
const atTheEdge = 3;

async function ask<Name extends QueryName>(
  name: Name,
  { project_id, ...params }: { project_id: number } & Record<string, unknown>,
): Promise<QueryRow<Name>[]> {
  const answer = await runQuery(connection, { name, projectId: project_id, params });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.rows;
}

const trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
const span_id = "00f067aa0ba902b7";
const requestTo = (target: string, method = "GET") => ({ event: "browser.request", target, props: { method } });

/** Ann stays four minutes, sees two pages and clicks once; Bob bounces. Each of them stands for ten. */
async function writeSampled(): Promise<void> {
  const one = { project_id: sampled, weight: 10 };
  const ann = { ...one, visitor_id: "1001", session_id: sessionAt(noon) };
  const bob = { ...one, visitor_id: "2002", session_id: sessionAt(noon + hour), country: "FR" };
  const cart = { path: "/cart", route: "/cart" };
  const api = "shop.example/api/cart";
  await write(connection, "events", [
    eventRow({ ...ann, at: noon }),
    eventRow({ ...ann, ...cart, at: noon + minute, seq: 3, trace_id }),
    eventRow({
      ...ann,
      at: noon + minute,
      seq: 2,
      event: "browser.interaction",
      target: "a.cart",
      trace_id,
      props: { type: "click", frustration: "error" },
    }),
    eventRow({
      ...ann,
      ...requestTo(api),
      ...cart,
      at: noon + minute + 5,
      status: 500,
      duration_ms: 900,
      trace_id,
      span_id,
    }),
    eventRow({ ...ann, ...requestTo(api), ...cart, at: noon + 2 * minute, status: 200, duration_ms: 100 }),
    eventRow({ ...ann, ...requestTo(`${api}/17`, "DELETE"), at: noon + 2 * minute, status: 204, duration_ms: 50 }),
    eventRow({ ...ann, ...requestTo(`${api}/18`, "DELETE"), at: noon + 3 * minute, status: 0, duration_ms: 70 }),
    eventRow({ ...bob, at: noon + hour }),
  ]);
  await write(connection, "events", [
    eventRow({ ...ann, ...cart, at: noon + 4 * minute, seq: 9, event: "purchase", value: 30 }),
    eventRow({ ...bob, at: noon + hour + 2 * minute, event: "engagement", duration_ms: 9_000, scroll_depth: 60 }),
    eventRow({
      ...bob,
      at: noon + hour + minute,
      event: "browser.interaction",
      target: "a.cart",
      props: { type: "click" },
    }),
    eventRow({
      ...bob,
      at: noon + hour + minute,
      event: "browser.interaction",
      target: "img",
      props: { type: "click", frustration: "dead" },
    }),
  ]);
  await write(connection, "web_vitals", [
    vitalRow({ ...ann, at: noon + minute + 9, metric: "INP", value: 300, rating: "needs-improvement", trace_id }),
    vitalRow({ ...bob, at: noon + hour, metric: "INP", value: 100, rating: "good" }),
  ]);
  const breadcrumbs = [{ time: noon, category: "click", message: "a.cart" }];
  await write(connection, "errors", [
    // Errors are kept at a rate of their own.
    errorRow({
      ...ann,
      weight: 2,
      at: noon + minute + 7,
      issue_id: "5",
      trace_id,
      breadcrumbs: JSON.stringify(breadcrumbs),
    }),
    errorRow({ ...bob, weight: 2, at: noon + hour, issue_id: "5" }),
  ]);
}

/** A visit that stands for four and bounces, one that stands for 2.5 and does not, one that stands for itself. */
async function writeMixed(): Promise<void> {
  const visit = (visitor_id: string, weight: number) => ({
    project_id: mixed,
    visitor_id,
    weight,
    session_id: sessionAt(noon),
  });
  const [four, some, one] = [visit("1", 4), visit("2", 2.5), visit("3", 1)];
  await write(connection, "events", [
    eventRow({ ...four, at: noon }),
    eventRow({ ...some, at: noon }),
    eventRow({ ...some, at: noon + 2 * minute, path: "/cart", route: "/cart" }),
    eventRow({ ...one, at: noon }),
    eventRow({ ...one, at: noon + minute, path: "/cart", route: "/cart" }),
  ]);
  await write(connection, "web_vitals", [
    vitalRow({ ...one, at: noon, value: 1_000, weight: 1 }),
    vitalRow({ ...one, at: noon, value: 2_000, weight: 1 }),
    vitalRow({ ...four, at: noon, value: 9_000, weight: 100 }),
  ]);
}

/** The edge kept one of ten visits; of the nine others it kept one slow request each, which stands for itself alone. */
async function writeSampledAtTheEdge(): Promise<void> {
  const visit = (n: number) => ({
    project_id: atTheEdge,
    visitor_id: String(n),
    session_id: sessionAt(noon),
    at: noon,
  });
  const slow = { ...requestTo("shop.example/api/slow"), duration_ms: 5_000 };
  const kept = visit(0);
  await write(connection, "events", [
    eventRow({ ...kept, weight: 10 }),
    eventRow({ ...kept, ...slow, session_weight: 10 }),
    ...Array.from({ length: 9 }, (_, n) => eventRow({ ...visit(n + 1), ...slow, session_weight: 0, country: "FR" })),
  ]);
}

beforeAll(async () => {
  await migrateUp(connection);
  await writeSampled();
  await writeMixed();
  await writeSampledAtTheEdge();
});

describe("of one visit in ten", () => {
  const project_id = sampled;

  it("overview and series tell what all of them did", async () => {
    const whole = { visitors: 20, pageviews: 30, sessions: 20, bounceRate: 0.5, sessionDurationMs: 3 * minute };
    // Two visits that stand for ten each: √(2 × 10 × 9) / 20.
    const sampling = { storedSessions: 2, sessionsError: expect.closeTo(Math.sqrt(180) / 20, 6) };
    expect(await ask("overview", { project_id, ...range })).toEqual([{ ...whole, ...sampling, viewsPerSession: 1.5 }]);
    const rows = await ask("traffic-series", { project_id, ...range, interval: "hour" });
    expect(rows.filter(({ sessions }) => sessions > 0)).toEqual([
      { time: noon, visitors: 10, pageviews: 20, sessions: 10, bounceRate: 0, sessionDurationMs: 4 * minute },
      { time: noon + hour, visitors: 10, pageviews: 10, sessions: 10, bounceRate: 1, sessionDurationMs: 2 * minute },
    ]);
  });

  it.each([
    ["page", ["/", 20, 20, 20, 20], ["/cart", 10, 10, 10, 10]],
    ["country", ["DE", 10, 20, 10, 80], ["FR", 10, 10, 10, 40]],
    ["entry_page", ["/", 20, 30, 20, 120]],
    // What the browser records by itself is no event of the site.
    ["event", ["purchase", 10, 0, 10, 10]],
  ])("breakdown by %s", async (dimension, ...expected) => {
    const rows = await ask("breakdown", { project_id, ...range, dimension });
    expect(rows.map((row) => [row.value, row.visitors, row.pageviews, row.sessions, row.events])).toEqual(expected);
  });

  it("breakdown of chosen pages counts rows of events", async () => {
    const rows = await ask("breakdown", { project_id, ...range, dimension: "country", filter: "page:is:/cart" });
    expect(rows).toEqual([{ value: "DE", visitors: 10, pageviews: 10, sessions: 10, events: 40 }]);
  });

  it("issues count errors by their own rate", async () => {
    expect(await ask("issues", { project_id, ...range })).toMatchObject([{ issueId: "5", events: 4, visitors: 4 }]);
  });

  it("vitals count what was measured", async () => {
    expect(await ask("vitals-summary", { project_id, ...range })).toMatchObject([
      { metric: "INP", samples: 20, good: 10, needsImprovement: 10, poor: 0 },
    ]);
  });

  it("requests tell endpoints, ids left out", async () => {
    const cart = { target: "shop.example/api/cart", method: "GET", requests: 20, failureRate: 0.5, tracedShare: 0.5 };
    const remove = {
      target: "shop.example/api/cart/[id]",
      method: "DELETE",
      requests: 20,
      failureRate: 0.5,
      tracedShare: 0,
    };
    const rows = await ask("requests", { project_id, ...range });
    expect(rows).toMatchObject([cart, remove]);
    expect(rows[0]?.p75Ms).toBeGreaterThan(rows[1]?.p75Ms ?? Number.NaN);
    expect(await ask("requests", { project_id, ...range, sort: "most", limit: 1 })).toMatchObject([cart]);
    expect(await ask("requests", { project_id, ...range, filter: "page:is:/cart" })).toMatchObject([cart]);
  });

  it("interactions tell what was clicked and what frustrated", async () => {
    const link = { target: "a.cart", interactions: 20, visitors: 20, rage: 0, dead: 0, errors: 10 };
    const picture = { target: "img", interactions: 10, visitors: 10, rage: 0, dead: 10, errors: 0 };
    expect(await ask("interactions", { project_id, ...range })).toEqual([link, picture]);
    const filter = "country:is:FR";
    expect(await ask("interactions", { project_id, ...range, sort: "frustrating", filter })).toEqual([
      picture,
      { ...link, interactions: 10, visitors: 10, errors: 0 },
    ]);
  });

  it("a trace tells the click and what it caused, in order", async () => {
    const rows = (await ask("trace", { project_id, traceId: trace_id })).filter(
      (row) => row.kind !== "span" && row.kind !== "log",
    );
    expect(rows.map(({ kind, name, target, status, value }) => [kind, name, target, status, value])).toEqual([
      ["interaction", "browser.interaction", "a.cart", 0, 0],
      ["pageview", "pageview", "", 0, 0],
      ["request", "browser.request", "shop.example/api/cart", 500, 900],
      ["error", "TypeError", "", 0, 0],
      ["vital", "INP", "", 0, 300],
    ]);
    expect(rows[2]).toMatchObject({ spanId: span_id, traceId: trace_id, detail: { method: "GET" }, breadcrumbs: [] });
    expect(rows[3]?.breadcrumbs).toEqual([{ time: noon, category: "click", message: "a.cart" }]);
    expect(await ask("trace", { project_id: mixed, traceId: trace_id })).toEqual([]);
  });

  it("a visit's timeline has the new kinds and the depth of reading", async () => {
    const [row] = await ask("sessions", { project_id, ...range });
    const rows = await ask("session-timeline", { project_id, sessionId: row?.sessionId });
    expect(rows.map(({ kind, value, scrollDepth }) => [kind, value, scrollDepth]).sort()).toEqual([
      ["engagement", 9_000, 60],
      ["error", 0, 0],
      ["interaction", 0, 0],
      ["interaction", 0, 0],
      ["pageview", 0, 0],
      ["vital", 100, 0],
    ]);
  });

  it.each(["", trace_id.toUpperCase(), `${trace_id}0`])("a trace called %j is refused", async (traceId) => {
    const answer = await runQuery(connection, { name: "trace", projectId: 1, params: { traceId } });
    expect(answer).toMatchObject({ ok: false, failure: { type: "invalid-params", field: "traceId" } });
  });
});

describe("of visits at several rates", () => {
  const project_id = mixed;

  it("overview weighs each of them, and rounds only what are counts", async () => {
    expect(await ask("overview", { project_id, ...range })).toEqual([
      {
        // Three visitors at a mean weight of 7.5 / 3.
        visitors: 8,
        pageviews: 11,
        sessions: 8,
        storedSessions: 3,
        // The one that stands for itself adds no doubt.
        sessionsError: expect.closeTo(Math.sqrt(4 * 3 + 2.5 * 1.5) / 7.5, 6),
        bounceRate: 4 / 7.5,
        sessionDurationMs: (2.5 * 2 * minute + minute) / 7.5,
        viewsPerSession: 11 / 7.5,
      },
    ]);
  });

  it("a percentile follows the weights", async () => {
    expect(await ask("vitals-by-route", { project_id, ...range, metric: "LCP" })).toMatchObject([
      { p75: 9_000, samples: 102 },
    ]);
  });
});

describe("of visits of which the edge kept one in ten, and all that was slow", () => {
  const project_id = atTheEdge;

  it("the kept one stands for ten, and the others are not counted as visits besides", async () => {
    expect(await ask("overview", { project_id, ...range })).toMatchObject([
      { visitors: 10, pageviews: 10, sessions: 10, viewsPerSession: 1 },
    ]);
  });

  it("each slow request was one", async () => {
    expect(await ask("requests", { project_id, ...range })).toMatchObject([{ requests: 10, p75Ms: 5_000 }]);
  });

  it("chosen pages are seen by the visits that were kept", async () => {
    const rows = await ask("breakdown", { project_id, ...range, dimension: "country", filter: "page:is:/" });
    expect(rows).toMatchObject([
      { value: "DE", visitors: 10, sessions: 10, pageviews: 10, events: 11 },
      { value: "FR", visitors: 0, sessions: 0, pageviews: 0, events: 9 },
    ]);
  });

  it("a country with nothing but the others has no visits, and no figure that is not a number", async () => {
    expect(await ask("overview", { project_id, ...range, filter: "country:is:FR" })).toEqual([
      {
        visitors: 0,
        pageviews: 0,
        sessions: 0,
        bounceRate: 0,
        sessionDurationMs: 0,
        viewsPerSession: 0,
        storedSessions: 0,
        sessionsError: 0,
      },
    ]);
  });
});

it("live-visitors counts the ones that were not kept", async () => {
  const at = Date.now();
  await write(connection, "events", [eventRow({ at, weight: 10, session_id: sessionAt(at) })]);
  expect(await ask("live-visitors", { project_id: 1 })).toEqual([{ visitors: 10 }]);
});

import { env } from "cloudflare:workers";
import { type EdgeKey, ProjectSettings } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { batchOf, makeKey, pageview, post } from "../test/batches.ts";
import { formatCounters } from "./counters.ts";
import { checkQuota, countTowardsQuota } from "./quota.ts";
import { type Counts, QuotaTally } from "./quota-tally.ts";

const minute = 60_000;
const day = 86_400_000;
/** Noon of some day. */
const noon = Date.UTC(2026, 10, 22, 12);

let projects = 5_000_000;
const newObject = () => env.PROJECT_QUOTA.getByName(String(++projects));

const withQuota = (quota: Partial<ProjectSettings["quota"]>) =>
  ProjectSettings.parse({ quota: { eventsPerMinute: null, eventsPerDay: null, ...quota } });

describe("a project's object", () => {
  it("adds up what isolates report, by minute and by day", async () => {
    const object = newObject();
    await object.report([{ minute: noon, events: 5 }]);
    await object.report([
      { minute: noon, events: 2 },
      { minute: noon + minute, events: 3 },
    ]);
    expect(await object.report([])).toEqual({
      minute: { start: noon + minute, events: 3 },
      day: { start: noon - day / 2, events: 10 },
    });
  });

  it("counts what is told late towards its day alone", async () => {
    const object = newObject();
    await object.report([{ minute: noon + minute, events: 3 }]);
    expect(await object.report([{ minute: noon, events: 5 }])).toEqual({
      minute: { start: noon + minute, events: 3 },
      day: { start: noon - day / 2, events: 8 },
    });
  });

  it("begins anew with each day", async () => {
    const object = newObject();
    await object.report([{ minute: noon, events: 5 }]);
    expect(await object.report([{ minute: noon + day, events: 1 }])).toMatchObject({ day: { events: 1 } });
  });
});

type Turn = { isolate: number; events: number; afterMs: number };

/** Isolates that take turns at one object, whose answers arrive at once. */
function replay(turns: Turn[], quota: ProjectSettings["quota"]) {
  const isolates = Array.from({ length: 4 }, () => new QuotaTally());
  const truth = new Map<number, number>();
  const told: Counts = { minute: { start: 0, events: 0 }, day: { start: 0, events: 0 } };
  let now = noon + 100;
  return turns.map(({ isolate, events, afterMs }) => {
    now += afterMs;
    const start = Math.floor(now / minute) * minute;
    const tally = isolates[isolate] ?? new QuotaTally();
    const accepted = truth.get(start) ?? 0;
    const isRefused = tally.usedUpUntil(quota, now) !== undefined;
    if (!isRefused) {
      if (tally.isReportDue(now)) {
        for (const report of tally.takeReport(now)) {
          if (report.minute > told.minute.start) told.minute = { start: report.minute, events: 0 };
          if (report.minute === told.minute.start) told.minute.events += report.events;
        }
        tally.learn(structuredClone(told));
      }
      tally.accept(events, now);
      truth.set(start, accepted + events);
    }
    return { isRefused, acceptedBefore: accepted, accepted: truth.get(start) ?? 0 };
  });
}

describe("an isolate's tally", () => {
  const turns = fc.array(
    fc.record({
      isolate: fc.nat({ max: 3 }),
      events: fc.integer({ min: 1, max: 300 }),
      afterMs: fc.nat({ max: 4_000 }),
    }),
    { maxLength: 200 },
  );
  const eventsPerMinute = fc.integer({ min: 1, max: 5_000 });

  it("never refuses below the quota, and passes it by no more than isolates may leave untold", () => {
    const property = fc.property(turns, eventsPerMinute, (sent, most) => {
      for (const { isRefused, acceptedBefore, accepted } of replay(sent, {
        eventsPerMinute: most,
        eventsPerDay: null,
      })) {
        if (isRefused) expect(acceptedBefore).toBeGreaterThanOrEqual(most);
        // Four isolates, each with less than 1,000 events untold and one batch on top.
        expect(accepted).toBeLessThanOrEqual(most + 4 * (1_000 + 300));
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("of a single isolate passes the quota by less than one batch", () => {
    const property = fc.property(turns, eventsPerMinute, (sent, most) => {
      const alone = sent.map((turn) => ({ ...turn, isolate: 0 }));
      for (const { accepted } of replay(alone, { eventsPerMinute: most, eventsPerDay: null })) {
        expect(accepted).toBeLessThan(most + 300);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });
});

const keyOf = (quota: Partial<ProjectSettings["quota"]>): EdgeKey =>
  ({ projectId: ++projects, settings: withQuota(quota) }) as EdgeKey;

describe("a quota", () => {
  it("that another isolate has used up is answered with 429 and the seconds to the window's end", async () => {
    const now = Math.floor(Date.now() / minute) * minute + 15_000;
    const key = keyOf({ eventsPerMinute: 100 });
    await env.PROJECT_QUOTA.getByName(String(key.projectId)).report([{ minute: now - 15_000, events: 100 }]);
    const check = (receivedAt: number) => checkQuota({ key, env, receivedAt });
    expect(check(now)).toEqual({ ok: true, value: undefined });
    const refused = { ok: false, failure: { type: "quota-exceeded", retryAfterS: 45 } };
    await vi.waitFor(() => expect(check(now)).toMatchObject(refused));
    expect(check(now + 45_000)).toMatchObject({ ok: true });
  });

  it("of the day is the one that counts where both are used up", () => {
    const now = noon + 1;
    const key = keyOf({ eventsPerMinute: 10, eventsPerDay: 20 });
    countTowardsQuota(key, 20, now);
    expect(checkQuota({ key, env, receivedAt: now })).toMatchObject({ failure: { retryAfterS: 12 * 3_600 } });
  });

  it("is counted in events that were accepted, and heeded by the whole Worker", async () => {
    const { apiKey } = await makeKey({ settings: withQuota({ eventsPerDay: 3 }) });
    const send = () => post(batchOf([pageview(), pageview()]), { apiKey });
    expect((await send()).status).toBe(202);
    expect((await send()).status).toBe(202);
    const response = await send();
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ error: { type: "quota-exceeded" } });
    const untilMidnightS = (day - (Date.now() % day)) / 1_000;
    expect(Math.abs(Number(response.headers.get("retry-after")) - untilMidnightS)).toBeLessThan(60);
  });

  it("that cannot be asked for lets everything through and is counted", async () => {
    const key = keyOf({ eventsPerMinute: 1 });
    const PROJECT_QUOTA = { getByName: () => ({ report: () => Promise.reject(new Error("object is away")) }) };
    const away = { key, env: { ...env, PROJECT_QUOTA } as never, receivedAt: noon };
    expect(checkQuota(away)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(formatCounters()).toMatch(/quota_failures_total 1\n/));
    expect(checkQuota(away)).toMatchObject({ ok: true });
  });

  it("costs nothing where a project has none", () => {
    const PROJECT_QUOTA = { getByName: () => expect.unreachable("nobody asks") };
    const key = keyOf({});
    for (let sent = 0; sent < 3; sent++) {
      countTowardsQuota(key, 1_000, noon);
      expect(checkQuota({ key, env: { ...env, PROJECT_QUOTA } as never, receivedAt: noon })).toMatchObject({
        ok: true,
      });
    }
  });
});

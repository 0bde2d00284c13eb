import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import recorded from "../../../../packages/doors/test/fixtures/plausible-tracker.json";
import { makeKey, queued, rowsOf } from "../../test/batches.ts";
import { postTo } from "../../test/telemetry.ts";
import { BoundedCache } from "../bounded-cache.ts";
import { visitFinder } from "./find-visit.ts";

const minute = 60_000;
const morning = Date.UTC(2026, 5, 1, 8);

/** A visitor's requests come to one isolate or to several, of which each has seen its own. */
const isolates = (count: number) => Array.from({ length: count }, () => visitFinder("7", new BoundedCache(100)));

/** What a stateful server would say: a visit ends where nothing came for more than half an hour. */
function trueVisits(times: readonly number[]): number[] {
  let visit = 0;
  return times.map((time, index) => {
    if (index > 0 && time - (times[index - 1] ?? 0) > 30 * minute) visit += 1;
    return visit;
  });
}

const times = fc
  .array(fc.integer({ min: 0, max: 12 * 60 * minute }), { minLength: 1, maxLength: 30 })
  .map((list) => list.sort((one, other) => one - other).map((time) => morning + time));

describe("a visit without a session of its client", () => {
  it("is what comes without half an hour's pause, where one isolate sees it", () => {
    const property = fc.property(times, (list) => {
      const [find] = isolates(1);
      const found = list.map((time) => find?.("shop", { time }).sessionId);
      expect(found.map((id) => found.indexOf(id))).toEqual(trueVisits(list).map((visit, _, all) => all.indexOf(visit)));
    });
    fc.assert(property);
  });

  it("is never two of them, and at most one a half hour, wherever its events are seen", () => {
    const property = fc.property(times, fc.infiniteStream(fc.nat({ max: 2 })), (list, choice) => {
      const finders = isolates(3);
      const truth = trueVisits(list);
      const found = new Map<string, Set<number>>();
      for (const [index, time] of list.entries()) {
        const { sessionId } = finders[choice.next().value ?? 0]?.("shop", { time }) ?? { sessionId: "" };
        found.set(sessionId, (found.get(sessionId) ?? new Set()).add(truth[index] ?? -1));
      }
      for (const visits of found.values()) expect(visits.size).toBe(1);
      const [first = 0, last = 0] = [list[0], list.at(-1)];
      expect(found.size).toBeLessThanOrEqual(Math.floor((last - first) / (30 * minute)) + 2);
    });
    fc.assert(property);
  });

  it("is cut by the clock as often as it is long against half an hour, where nobody remembers it", () => {
    const visitors = Array.from({ length: 2_000 }, (_, visitor) => String(visitor));
    const cut = visitors.filter((visitor) => {
      const idAt = (time: number) => visitFinder(visitor, new BoundedCache(10))("shop", { time }).sessionId;
      return idAt(morning) !== idAt(morning + 6 * minute);
    });
    // A fifth, within six standard deviations.
    expect(cut.length).toBeGreaterThan(290);
    expect(cut.length).toBeLessThan(510);
  });

  it("begins on its own day", () => {
    const midnight = Date.UTC(2026, 5, 2);
    for (let visitor = 0; visitor < 50; visitor++) {
      const { sessionId } = visitFinder(String(visitor), new BoundedCache(10))("shop", { time: midnight + minute });
      const begin = Number.parseInt(sessionId.replaceAll("-", "").slice(0, 12), 16);
      expect([midnight <= begin, begin <= midnight + minute]).toEqual([true, true]);
    }
  });

  it("is one of its site and of its visitor", () => {
    const known = new BoundedCache<never>(100);
    const idOf = (visitor: string, site: string) => visitFinder(visitor, known)(site, { time: morning }).sessionId;
    expect(idOf("7", "shop")).toBe(idOf("7", "shop"));
    expect(new Set([idOf("7", "shop"), idOf("8", "shop"), idOf("7", "blog")]).size).toBe(3);
  });

  it("keeps the arrival of its first event, of which no more is remembered than is stored", () => {
    const [find] = isolates(1);
    const referrer = "https://search.example/?q=ann%40example.com";
    const entryUrl = "https://shop.example/?utm_source=ads&token=s3cret";
    expect(find?.("shop", { time: morning, referrer, entryUrl })).toMatchObject({ referrer, entryUrl });
    expect(find?.("shop", { time: morning + minute, entryUrl: "https://shop.example/cart" })).toMatchObject({
      referrer: "https://search.example/",
      entryUrl: "https://entry.invalid/?utm_source=ads",
    });
  });

  it("may be the client's own, whose arrival is kept as well", () => {
    const [find] = isolates(1);
    const sessionId = "01960000-0000-7000-8000-000000000000";
    const entryUrl = "https://shop.example/?utm_source=ads";
    expect(find?.("shop", { time: morning, sessionId, entryUrl })).toMatchObject({ sessionId });
    expect(find?.("shop", { time: morning + minute, sessionId, entryUrl: "https://shop.example/cart" })).toMatchObject({
      sessionId,
      entryUrl: "https://entry.invalid/?utm_source=ads",
    });
    expect(find?.("shop", { time: morning + minute }).sessionId).not.toBe(sessionId);
  });
});

describe("what Plausible's tracker sent, through the whole door", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Each request so many minutes after midnight, or after the last one. */
  async function replay(key: string, startedAt: number, headers: Record<string, string>) {
    for (const [index, request] of recorded.entries()) {
      vi.useFakeTimers({ toFake: ["Date"], now: startedAt + index * 10 * minute });
      const response = await postTo("/api/event", request.body, {
        apiKey: key,
        headers: { ...request.headers, ...headers },
      });
      expect(response.status).toBe(202);
    }
  }

  it("are visits as Plausible counts them: another address, another browser and half an hour's pause make new ones", async () => {
    const { apiKey, projectId } = await makeKey({ origins: ["*"] });
    // In the past, as other tests share this isolate and what it knows of time.
    const noon = new Date().setUTCHours(12, 0, 0, 0) - 86_400_000;
    const ann = { "cf-connecting-ip": "203.0.113.7" };
    await replay(apiKey, noon, ann);
    await replay(apiKey, noon, { "cf-connecting-ip": "198.51.100.7" });
    await replay(apiKey, noon, { ...ann, "user-agent": "Firefox/140.0" });
    await replay(apiKey, noon + 61 * minute, ann);
    vi.useRealTimers();
    const rows = rowsOf(await queued(projectId, 16), "events");
    const visits = [...Map.groupBy(rows, (row) => row["session_id"]).values()];
    expect(visits.map((visit) => visit.map(({ event }) => event))).toEqual(
      Array.from({ length: 4 }, () => ["pageview", "Signup", "engagement", "pageview"]),
    );
    expect(new Set(rows.map((row) => row["visitor_id"])).size).toBe(3);
    for (const row of rows) expect(row).toMatchObject({ utm_source: "news" });
  });
});

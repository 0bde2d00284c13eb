import { hash32, isKept, ProjectSettings } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import {
  batchOf,
  custom,
  engagement,
  makeKey,
  newId,
  pageview,
  post,
  queued,
  request,
  rowsOf,
  thrown,
} from "../../test/batches.ts";

const samplingKey = (rate: number, slowMs = 2_000) =>
  makeKey({ settings: ProjectSettings.parse({ sampling: { rate, slowMs } }) });

const sessionThat = (isWanted: (id: string) => boolean): string => {
  const id = newId();
  return isWanted(id) ? id : sessionThat(isWanted);
};
const keptSession = (rate: number) => sessionThat((id) => isKept(id, rate));
const droppedSession = (rate: number) => sessionThat((id) => !isKept(id, rate));

type Row = Record<string, unknown>;
const sum = (rows: Row[], column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0);

describe("a visit that is kept", () => {
  it("is kept whole, over batches, and each of its rows stands for 1 / rate times its own weight", async () => {
    const { apiKey, projectId } = await samplingKey(0.25);
    const context = { sessionId: keptSession(0.25) };
    for (const events of [
      [pageview(), custom({ weight: 2 })],
      [engagement({ durationMs: 60_000 }), request()],
    ]) {
      expect(await (await post(batchOf(events, { context }), { apiKey })).json()).toMatchObject({ accepted: 2 });
    }
    const rows = rowsOf(await queued(projectId, 2), "events");
    expect(rows.map(({ weight }) => weight).sort()).toEqual([4, 4, 4, 8]);
    expect(rows.every(({ weight, session_weight }) => weight === session_weight)).toBe(true);
  });
});

describe("a visit that is not kept", () => {
  it("is dropped whole, over batches, and its sender need not send it again", async () => {
    const { apiKey, projectId } = await samplingKey(0.25);
    const context = { sessionId: droppedSession(0.25) };
    for (const events of [[pageview(), engagement({ durationMs: 60_000 })], [request({ durationMs: 1_999 })]]) {
      const response = await post(batchOf(events, { context }), { apiKey });
      expect(response.status).toBe(202);
      expect(await response.json()).toMatchObject({ accepted: events.length, rejected: [] });
    }
    await post(batchOf([thrown()], { context }), { apiKey });
    const messages = await queued(projectId);
    expect(messages).toHaveLength(1);
    expect(rowsOf(messages, "events")).toEqual([]);
  });

  it("leaves its errors and what was slow, which stand for themselves, and the visit for none", async () => {
    const { apiKey, projectId } = await samplingKey(0.25);
    const events = [pageview(), thrown(), request({ durationMs: 2_000, weight: 3 }), request({ durationMs: 1_999 })];
    const response = await post(batchOf(events, { context: { sessionId: droppedSession(0.25) } }), { apiKey });
    expect(await response.json()).toMatchObject({ accepted: 4 });
    const messages = await queued(projectId);
    expect(rowsOf(messages, "events")).toMatchObject([{ duration_ms: 2_000, weight: 3, session_weight: 0 }]);
    expect(rowsOf(messages, "errors")).toMatchObject([{ weight: 1 }]);
  });

  it("leaves the first warning of each issue", async () => {
    const { apiKey, projectId } = await samplingKey(0.25);
    const warning = (message: string) => thrown({ level: "warning", message, mechanism: "console" });
    const events = [warning("left is old"), warning("left is old"), warning("right is old")];
    await post(batchOf(events, { context: { sessionId: droppedSession(0.25) } }), { apiKey });
    expect(rowsOf(await queued(projectId), "errors")).toMatchObject([
      { message: "left is old", weight: 1 },
      { message: "right is old", weight: 1 },
    ]);
  });
});

describe("sums of weights over many visits", () => {
  it("are what they would be without sampling: exactly for errors and slow requests, unbiased for the rest", async () => {
    const [rate, visits] = [0.2, 1_500];
    const { apiKey, projectId } = await samplingKey(rate);
    const sessions = Array.from({ length: visits }, newId);
    let sent = 0;
    for (const sessionId of sessions) {
      const events = [pageview(), pageview(), custom({ value: 5 }), thrown(), request({ durationMs: 9_000 })];
      const response = await post(batchOf(events, { context: { sessionId } }), { apiKey });
      sent += (await response.json<{ accepted: number }>()).accepted;
    }
    expect(sent).toBe(visits * 5);
    const messages = await queued(projectId, visits);
    const events = rowsOf(messages, "events");
    const of = (event: string) => events.filter((row) => row["event"] === event);
    expect(sum(rowsOf(messages, "errors"), "weight")).toBe(visits);
    expect(sum(of("browser.request"), "weight")).toBe(visits);

    // The number of kept visits is binomial; five standard deviations, as a share of the whole.
    const tolerance = 5 * Math.sqrt((1 - rate) / (rate * visits));
    expect(Math.abs(sum(of("pageview"), "weight") / (2 * visits) - 1)).toBeLessThan(tolerance);
    expect(Math.abs(sum(of("add-to-cart"), "weight") / visits - 1)).toBeLessThan(tolerance);
    const visitWeights = new Map(events.map((row) => [row["session_id"], 0]));
    for (const row of events) {
      const before = visitWeights.get(row["session_id"]) ?? 0;
      visitWeights.set(row["session_id"], Math.max(before, Number(row["session_weight"])));
    }
    const counted = Array.from(visitWeights.values()).reduce((total, weight) => total + weight, 0);
    expect(Math.abs(counted / visits - 1)).toBeLessThan(tolerance);

    // Not one visit in part: what is kept are all of its rows, or the two that always are.
    const sizes = new Set(Array.from(Map.groupBy(events, (row) => row["session_id"]).values(), (rows) => rows.length));
    expect(sizes).toEqual(new Set([4, 1]));
    const keptBy = new Set(of("pageview").map((row) => row["session_id"]));
    expect(keptBy).toEqual(new Set(sessions.filter((id) => hash32(id) < rate * 2 ** 32)));
  });
});

describe("a project that does not sample", () => {
  it("keeps everything as it came", async () => {
    const { apiKey, projectId } = await makeKey();
    await post(batchOf([pageview(), pageview({ weight: 7 })]), { apiKey });
    const rows = rowsOf(await queued(projectId), "events");
    expect(rows.map(({ weight, session_weight }) => [weight, session_weight])).toEqual([
      [1, 1],
      [7, 7],
    ]);
  });
});

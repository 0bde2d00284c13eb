import { describe, expect, it } from "vitest";
import { batchOf, newId, pageview, rowsAfter } from "../../test/batches.ts";

const minute = 60_000;
const millis = (time: unknown): number => Date.parse(`${String(time).replace(" ", "T")}Z`);

describe("a client's clock", () => {
  it.each([3 * 365 * 24 * 60, -3 * 365 * 24 * 60, 5, -5])("that is %i minutes off is put right", async (offMinutes) => {
    const now = Date.now();
    const clientNow = now + offMinutes * minute;
    const [row] = await rowsAfter(batchOf([pageview({ time: clientNow - 2_000 })], { sentAt: clientNow }), "events");
    expect(Math.abs(millis(row?.["ts"]) - (now - 2_000))).toBeLessThanOrEqual(minute / 2 + 1_000);
  });

  it("that is off by less than a minute is left alone", async () => {
    const time = Date.now() - 50_000;
    const [row] = await rowsAfter(batchOf([pageview({ time })], { sentAt: time + 10 }), "events");
    expect(millis(row?.["ts"])).toBe(time);
  });

  it("is believed where the batch says how far it is off, whenever the body was made", async () => {
    const now = Date.now();
    const clientNow = now - 3 * 60 * minute;
    const context = { sessionId: newId(), clockOffset: 3 * 60 * minute };
    const sentAt = clientNow - 20 * minute;
    const [row] = await rowsAfter(batchOf([pageview({ time: clientNow })], { sentAt, context }), "events");
    expect(Math.abs(millis(row?.["ts"]) - now)).toBeLessThanOrEqual(minute);
  });

  it("gives an event the same time when the batch is sent again a little later", async () => {
    const clientNow = Date.now() - 3 * 60 * minute;
    const id = newId();
    const event = pageview({ time: clientNow });
    const [first] = await rowsAfter(batchOf([event], { id, sentAt: clientNow }), "events");
    const [second] = await rowsAfter(batchOf([event], { id, sentAt: clientNow + 500 }), "events");
    expect(second?.["ts"]).toBe(first?.["ts"]);
    expect(second?.["message_id"]).not.toBe(first?.["message_id"]);
  });
});

describe("an event from the future", () => {
  it.each([11, 10 * 365 * 24 * 60])(
    "is taken %i minutes ahead, at the minute in which it came, and says so",
    async (aheadMinutes) => {
      const event = pageview({ time: Date.now() + aheadMinutes * minute });
      const [row] = await rowsAfter(batchOf([event]), "events");
      const receivedAt = millis(row?.["received_at"]);
      expect(row).toMatchObject({ event_id: event["id"], clamped: 1 });
      expect(millis(row?.["ts"])).toBe(receivedAt - (receivedAt % minute));
    },
  );

  it("is left alone where it may be one", async () => {
    const time = Date.now() + 9 * minute;
    const [row] = await rowsAfter(batchOf([pageview({ time })]), "events");
    expect(row).toMatchObject({ clamped: 0 });
    expect(millis(row?.["ts"])).toBe(time);
  });
});

describe("the skew of a clock", () => {
  it.each([
    [90, 90_000],
    [-30, -30_000],
    [100 * 365 * 86_400, 2_147_483_647],
  ])("that is %i s ahead is kept with each row", async (aheadSeconds, skewMs) => {
    const sentAt = Date.now() + aheadSeconds * 1_000;
    const [row] = await rowsAfter(batchOf([pageview({ time: sentAt })], { sentAt }), "events");
    expect(Math.abs(Number(row?.["clock_skew_ms"]) - skewMs)).toBeLessThan(10_000);
  });
});

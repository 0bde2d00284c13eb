import { describe, expect, it } from "vitest";
import { makeBill } from "./bill.ts";
import { makeShape, type ShapeOptions } from "./shape.ts";

const bill = (options: Partial<ShapeOptions>) => makeBill(makeShape({ events: 1e9, batch: 50, ...options }));
const usdOf = (options: Partial<ShapeOptions>, name: string) => bill(options).lines.find((line) => line.name === name);

/** The assumptions of the first estimate: keys cached, 2 ms of CPU a request, 10 ms for a hundred messages. */
const estimate = { ingestCpuMs: 2, consumerCpuMs: 10, messagesPerBatch: 100, kvReadShare: 0 };
/** The cron of 30 days: 43,200 requests at $0.30 and as many listings at $4.50 a million. */
const cronUsd = 0.01296 + 0.1944;

describe("a billion events by hand", () => {
  it.each([
    // Requests 30, CPU 4, queue 100 M × 3 × 0.40 = 120, consumer 1 M × (0.30 + 10 × 0.02) = 0.50.
    { batch: 10, usd: 154.5 },
    { batch: 50, usd: 30.9 },
    { batch: 100, usd: 15.45 },
  ])("costs $usd at $batch events a request", ({ batch, usd }) => {
    expect(bill({ ...estimate, batch }).listUsd).toBeCloseTo(usd + cronUsd, 6);
  });

  it("costs $43.90 when each request asks KV and a Durable Object", () => {
    const asked = bill({ ...estimate, kvReadShare: 1, quota: 1, quotaReportShare: 1 });
    // 20 M requests of 0.128 GB for 10 ms are 25,600 GB-s, and two rows each cost $40.
    expect(asked.listUsd).toBeCloseTo(43.9 + 0.32 + 40 + cronUsd, 6);
  });

  it("names the queue as what costs most, and tells the price of a million events", () => {
    const { dominant, listUsdPerMillionEvents } = bill(estimate);
    expect(dominant).toBe("queue: operations");
    expect(listUsdPerMillionEvents).toBeCloseTo(0.0311, 4);
  });

  it("stays near $31 with what was measured", () => {
    expect(bill({ eventBytes: 400 }).listUsd).toBeGreaterThan(30);
    expect(bill({ eventBytes: 400 }).listUsd).toBeLessThan(32);
  });
});

describe("allotments", () => {
  it("leave nothing to pay of what the plan covers", () => {
    expect(bill({ ...estimate, events: 1e6 }).netUsd).toBe(0);
  });

  it("are shared by the lines that draw on them", () => {
    // Requests: 20 M + 0.2 M + 43,200, of which 10 M are free. CPU: 40 M + 2 M ms, 30 M free. Queue: 60 M, 1 M free. Listings are free.
    const expected = 10.2432 * 0.3 + 12 * 0.02 + 59 * 0.4;
    expect(bill(estimate).netUsd).toBeCloseTo(expected, 6);
  });

  it("count once for each 30 days", () => {
    expect(bill({ ...estimate, days: 60 }).netUsd).toBeCloseTo(
      bill(estimate).netUsd - 10.0 * 0.3 + 0.0432 * 0.3 - 12 * 0.02 - 0.4,
      6,
    );
  });
});

describe("queue operations", () => {
  it.each([
    { messageBytes: 64_000, operations: 3 },
    { messageBytes: 64_001, operations: 6 },
    { messageBytes: 128_000, operations: 6 },
    // Two messages of 64,050 bytes.
    { messageBytes: 128_100, operations: 12 },
  ])("$messageBytes bytes take $operations", ({ messageBytes, operations }) => {
    expect(usdOf({ events: 50, messageBytes }, "queue: operations")?.count).toBe(operations);
  });

  it("are not made for messages that go by the spool", () => {
    const spooled = bill({ overflow: 1 });
    expect(spooled.lines.find(({ name }) => name === "queue: operations")?.count).toBe(0);
    expect(spooled.lines.find(({ name }) => name === "spool: reads")?.count).toBe(20e6);
  });
});

it("bills the archive by the batches that write to it, by what it keeps and for how long", () => {
  // 20 M messages of 3,000 bytes are 60 GB, half of them for three months at $0.015. 200,000 batches write three objects each.
  const kept = { messageBytes: 3_000, messagesPerBatch: 100, archive: 0.5, daysRetained: 90 };
  expect(usdOf(kept, "archive: storage")?.listUsd).toBeCloseTo(30 * 3 * 0.015, 6);
  expect(usdOf(kept, "archive: writes")?.listUsd).toBeCloseTo(2.7, 6);
  expect(usdOf({ ...kept, archive: 0 }, "archive: writes")?.count).toBe(0);
});

import { gunzipSync } from "node:zlib";
import { internalProjectId, QueueMessage, rowSchemas } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Meter } from "./instruments.ts";
import { Reporter } from "./reporter.ts";

/** Takes all of a report. */
const tablesOf = (message: QueueMessage) => message.segments.map(({ table }) => table);

const start = Date.UTC(2026, 5, 1, 12);
const bounds = [1, 2, 3];

function setUp() {
  const meter = new Meter();
  return {
    meter,
    reporter: new Reporter(meter, "perigee-test"),
    events: meter.counter({ name: "perigee.test.events", unit: "{event}", description: "Events." }),
    depth: meter.gauge({ name: "perigee.test.depth", unit: "{object}", description: "Objects." }),
    size: meter.histogram({ name: "perigee.test.size", unit: "By", description: "Bytes.", bounds }),
  };
}

/** A report's rows, each checked against its table's schema. */
function rowsOf(message: QueueMessage): Record<string, unknown>[] {
  return QueueMessage.parse(message).segments.flatMap(({ table, rows, gzip }) => {
    const lines = gunzipSync(gzip).toString().trimEnd().split("\n");
    expect(lines).toHaveLength(rows);
    return lines.map((line) => rowSchemas[table].strict().parse(JSON.parse(line)));
  });
}

describe("reports", () => {
  it("say what was counted since the last one, as rows of the internal project", async () => {
    const { reporter, events, depth, size } = setUp();
    const sent: QueueMessage[] = [];
    const report = (now: number) =>
      reporter.report(now, (message) => {
        sent.push(message);
        return Promise.resolve(tablesOf(message));
      });
    events.add(2);
    depth.set(7);
    for (const value of [0.5, 2, 9]) size.record(value);
    await report(start);
    events.add(3);
    await report(start + 10_000);
    const [first, second] = sent.map(rowsOf);
    expect(first).toMatchObject([
      { MetricName: "perigee.test.events", Value: 2, AggregationTemporality: 1, IsMonotonic: true },
      { MetricName: "perigee.test.depth", Value: 7 },
      { MetricName: "perigee.test.size", Count: "3", Sum: 11.5, BucketCounts: ["1", "1", "0", "1"], Min: 0.5, Max: 9 },
    ]);
    expect(second).toMatchObject([
      { Value: 3, StartTimeUnix: "2026-06-01 12:00:00.000", TimeUnix: "2026-06-01 12:00:10.000" },
    ]);
    for (const row of first ?? []) {
      expect(row).toMatchObject({
        project_id: internalProjectId,
        message_id: sent[0]?.id,
        ServiceName: "perigee-test",
      });
    }
  });

  it("come at most every ten seconds, and not without news", async () => {
    const { reporter, events } = setUp();
    const times: number[] = [];
    for (let now = start; now < start + 60_000; now += 1_000) {
      if (now < start + 30_000) events.add(1);
      await reporter.report(now, (message) => {
        times.push(now - start);
        return Promise.resolve(tablesOf(message));
      });
    }
    expect(times).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it("tell again what one table did not take, and only that", async () => {
    const { reporter, events, depth } = setUp();
    events.add(2);
    depth.set(7);
    await reporter.report(start, () => Promise.resolve(["otel_metrics_sum"]));
    const again: QueueMessage[] = [];
    await reporter.report(start + 10_000, (message) => {
      again.push(message);
      return Promise.resolve([]);
    });
    expect(again.map(rowsOf)).toMatchObject([[{ MetricName: "perigee.test.depth", Value: 7 }]]);
  });

  it("do not overlap", async () => {
    const { reporter, events } = setUp();
    events.add(1);
    const { promise, resolve } = Promise.withResolvers<[]>();
    const first = reporter.report(start, () => promise);
    expect(reporter.isDue(start + 20_000)).toBe(false);
    resolve([]);
    await first;
    expect(reporter.isDue(start + 20_000)).toBe(true);
  });

  it("lose and double nothing, however often they are not taken", async () => {
    const anyWork = fc.array(fc.record({ events: fc.nat(5), sizes: fc.array(fc.nat(5)), isTaken: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(anyWork, async (work) => {
        const { meter, reporter, events, size } = setUp();
        const told = { events: 0, sizes: 0, sum: 0, max: 0 };
        const read = (row: Record<string, unknown>): void => {
          if (row["MetricName"] === "perigee.test.events") told.events += Number(row["Value"]);
          else {
            told.sizes += Number(row["Count"]);
            told.sum += Number(row["Sum"]);
            told.max = Math.max(told.max, Number(row["Max"]));
          }
        };
        let now = start;
        for (const { events: count, sizes, isTaken } of work) {
          events.add(count);
          for (const value of sizes) size.record(value);
          now += 10_000;
          const delivered = reporter.report(now, (message) => {
            // Counted while the report is under way: it belongs to the next one.
            events.add(1);
            if (!isTaken) return Promise.reject(new Error("the queue is full"));
            rowsOf(message).forEach(read);
            return Promise.resolve(tablesOf(message));
          });
          await delivered.catch((error: Error) => expect(error.message).toBe("the queue is full"));
        }
        await reporter.report(now + 10_000, (message) => {
          rowsOf(message).forEach(read);
          return Promise.resolve(tablesOf(message));
        });
        const counted = meter.totals().find(({ name }) => name === "perigee.test.events");
        expect(told.events).toBe(counted?.value ?? 0);
        const all = work.flatMap(({ sizes }) => sizes);
        expect(told.sizes).toBe(all.length);
        expect(told.sum).toBe(all.reduce((sum, value) => sum + value, 0));
        expect(told.max).toBe(Math.max(0, ...all));
      }),
      { numRuns: 50 },
    );
  });
});

import { type MetricExponentialHistogramRow, temporality, toDateTime64 } from "@perigee/schema";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ownDatabase, write } from "../../test/database.ts";
import { exponentialRow } from "../../test/rows.ts";
import { migrateUp } from "../migrate/index.ts";
import { runQuery } from "../run-query.ts";

const connection = ownDatabase();
const noon = Date.UTC(2026, 5, 1, 12);
const second = 1_000;

beforeAll(() => migrateUp(connection));

let names = 0;

async function ask(rows: MetricExponentialHistogramRow[], quantile: number) {
  const name = `histogram ${names++}`;
  const named = rows.map((row) => ({ ...row, MetricName: name }));
  await write(connection, "otel_metrics_exponential_histogram", named);
  const params = { from: noon, to: noon + 600 * second, type: "exponential-histogram", name, quantile, step: 60 };
  const answer = await runQuery(connection, { name: "metric-series", projectId: 1, params: { ...params, by: "shop" } });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.rows;
}

/** Value by the start of its bucket in seconds after noon; a bucket of a minute. */
const quantiles = async (rows: MetricExponentialHistogramRow[], quantile: number) =>
  new Map((await ask(rows, quantile)).map(({ time, value }) => [(time - noon) / second, value]));

/** Index of the bucket `(base^index, base^(index+1)]` of a positive value. */
const indexOf = (value: number, scale: number) => Math.ceil(Math.log2(value) * 2 ** scale) - 1;

function bucketsOf(values: readonly number[], scale: number): { offset: number; counts: string[] } {
  if (values.length === 0) return { offset: 0, counts: [] };
  const indexes = values.map((value) => indexOf(value, scale));
  const offset = Math.min(...indexes);
  const counts = Array.from({ length: Math.max(...indexes) - offset + 1 }, () => 0);
  for (const index of indexes) counts[index - offset] = (counts[index - offset] ?? 0) + 1;
  return { offset, counts: counts.map(String) };
}

/** What an SDK reports of these measurements. */
function histogramOf(values: readonly number[], scale: number, zeroThreshold = 0) {
  const far = values.filter((value) => Math.abs(value) > zeroThreshold);
  const positive = bucketsOf(
    far.filter((value) => value > 0),
    scale,
  );
  const negative = bucketsOf(
    far.filter((value) => value < 0).map((value) => -value),
    scale,
  );
  return {
    Count: String(values.length),
    Scale: scale,
    ZeroCount: String(values.length - far.length),
    ZeroThreshold: zeroThreshold,
    PositiveOffset: positive.offset,
    PositiveBucketCounts: positive.counts,
    NegativeOffset: negative.offset,
    NegativeBucketCounts: negative.counts,
  };
}

/** Undefined where there are none. */
const quantileOf = (values: readonly number[], quantile: number): number | undefined =>
  values.toSorted((one, other) => one - other)[Math.max(0, Math.ceil(values.length * quantile) - 1)];

/** Within the same bucket. */
function expectNear(found: number | undefined, wanted: number | undefined, scale: number): void {
  if (wanted === undefined || wanted === 0) {
    expect(found).toBe(wanted);
    return;
  }
  const base = 2 ** (2 ** -scale);
  const ratio = (found ?? Number.NaN) / wanted;
  expect(ratio).toBeGreaterThan(1 / base - 1e-9);
  expect(ratio).toBeLessThan(base + 1e-9);
}

const measured = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0.001, max: 5_000, noNaN: true }) },
  { weight: 1, arbitrary: fc.double({ min: -50, max: -0.01, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const report = fc.record({
  values: fc.array(measured, { maxLength: 12 }),
  scale: fc.integer({ min: -2, max: 6 }),
  beginsAnew: fc.boolean(),
});
type Report = { values: number[]; scale: number; beginsAnew: boolean };
const process = fc.record({
  isDelta: fc.boolean(),
  reports: fc.array(report, { minLength: 1, maxLength: 5 }),
});

/** Rows of one process, a report each ten seconds, the first one before the range; resolution is only ever lost until it begins anew. */
function rowsOfProcess({ isDelta, reports }: { isDelta: boolean; reports: Report[] }, pod: number) {
  let [all, scale, start]: [number[], number, number] = [[], 20, noon - 60 * second];
  return reports.map(({ values, scale: wanted, beginsAnew }, index) => {
    const at = noon + (index - 1) * 10 * second + 5 * second;
    if (isDelta || beginsAnew) [all, scale, start] = [[], wanted, at - second];
    all = [...all, ...values];
    scale = Math.min(scale, wanted);
    return exponentialRow({
      at,
      Attributes: { pod: String(pod) },
      StartTimeUnix: toDateTime64(start),
      AggregationTemporality: isDelta ? temporality.delta : temporality.cumulative,
      ...histogramOf(all, scale),
    });
  });
}

describe("quantiles of exponential histograms", () => {
  const given = fc.record({
    shops: fc.array(fc.array(process, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10, size: "max" }),
    quantile: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("of any scales and temporalities are those of the measurements, but for the width of a bucket", async () => {
    await fc.assert(
      fc.asyncProperty(given, async ({ shops, quantile }) => {
        const rows = shops.map((processes, shop) =>
          processes
            .flatMap(rowsOfProcess)
            .map((row) => ({ ...row, Attributes: { ...row.Attributes, shop: `${shop}` } })),
        );
        const found = new Map((await ask(rows.flat(), quantile)).map(({ series, value }) => [series["shop"], value]));
        for (const [shop, processes] of shops.entries()) {
          const values = processes.flatMap(({ reports }) => reports.slice(1).flatMap((one) => one.values));
          const coarsest = Math.min(...(rows[shop] ?? []).map(({ Scale }) => Scale));
          expectNear(found.get(`${shop}`), quantileOf(values, quantile), coarsest);
        }
      }),
      { numRuns: 12 },
    );
  });

  const spread = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((value) => value * 10);

  it("are as exact as the scale", async () => {
    const row = exponentialRow({ at: noon, ...histogramOf(spread, 7) });
    for (const [quantile, value] of [
      [0, 10],
      [0.1, 10],
      [0.5, 50],
      [0.99, 100],
      [1, 100],
    ] as const) {
      const found = (await quantiles([row], quantile)).get(0) ?? Number.NaN;
      expect(Math.abs(found / value - 1)).toBeLessThan(0.006);
    }
  });

  it("take the differences of a cumulative one whose resolution was lowered", async () => {
    const cumulative = { AggregationTemporality: temporality.cumulative, StartTimeUnix: toDateTime64(noon - second) };
    const early = Array.from({ length: 100 }, () => 3);
    const rows = [
      exponentialRow({ at: noon - 500, ...cumulative, ...histogramOf(early, 5) }),
      exponentialRow({ at: noon + second, ...cumulative, ...histogramOf([...early, 700, 701], 3) }),
      exponentialRow({ at: noon + 61 * second, ...cumulative, ...histogramOf([...early, 700, 701, 20], 3) }),
    ];
    const found = await quantiles(rows, 0.5);
    expect([...found.keys()]).toEqual([0, 60]);
    expect((found.get(0) ?? 0) / 700).toBeCloseTo(1, 1);
    expect((found.get(60) ?? 0) / 20).toBeCloseTo(1, 1);
  });

  it("begin anew with a smaller count, where the sender does not say so", async () => {
    const cumulative = { AggregationTemporality: temporality.cumulative };
    const rows = [
      exponentialRow({ at: noon - second, ...cumulative, ...histogramOf([1, 1, 1, 1], 4) }),
      exponentialRow({ at: noon + second, ...cumulative, ...histogramOf([90, 90], 4) }),
    ];
    expect(((await quantiles(rows, 0)).get(0) ?? 0) / 90).toBeCloseTo(1, 1);
  });

  it("count as zero what the widest threshold takes for it", async () => {
    const fine = exponentialRow({ at: noon, Attributes: { pod: "a" }, ...histogramOf([0.001, 0.002, 8], 3) });
    const wide = exponentialRow({ at: noon, Attributes: { pod: "b" }, ...histogramOf([0.5, 0.6, 9], 3, 1) });
    expect((await quantiles([fine, wide], 0.5)).get(0)).toBe(0.75);
    expect(((await quantiles([fine, wide], 0.8)).get(0) ?? 0) / 8).toBeCloseTo(1, 1);
  });

  it("are no point where nothing was measured, and at most a finite one where scales make no sense", async () => {
    expect(await quantiles([exponentialRow({ at: noon })], 0.5)).toEqual(new Map());
    const strange = [2 ** 31 - 1, -(2 ** 31)].map((Scale, pod) =>
      exponentialRow({
        ...{ at: noon, Attributes: { pod: String(pod) }, Scale, PositiveOffset: 2 ** 31 - 1 },
        PositiveBucketCounts: ["1", "18446744073709551615"],
        NegativeBucketCounts: ["1"],
      }),
    );
    for (const quantile of [0, 0.5, 1])
      for (const value of (await quantiles(strange, quantile)).values()) expect(Number.isFinite(value)).toBe(true);
  });
});

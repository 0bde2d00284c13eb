import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Meter } from "./instruments.ts";
import { formatPoints } from "./prometheus.ts";

const bounds = [0.001, 0.01, 0.1, 1];

function histogramText(values: number[]): string {
  const meter = new Meter();
  const duration = meter.histogram({ name: "perigee.test.duration", unit: "s", description: "How long.", bounds });
  for (const value of values) duration.record(value);
  return formatPoints(meter.totals());
}

const sampleOf = (text: string, sample: string): number =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${sample} `))
      ?.slice(sample.length + 1),
  );

describe("Prometheus text", () => {
  it("has help, type and one line a series", () => {
    const meter = new Meter();
    const enqueued = meter.counter({
      name: "perigee.test.messages.enqueued",
      unit: "{message}",
      description: "Taken.",
    });
    const backlog = meter.gauge({
      name: "perigee.test.backlog.size",
      unit: "By",
      description: 'Says "\\" and\nmore.',
      attributes: { queue: { atMost: 2 } },
    });
    enqueued.add(3);
    backlog.set(10, { queue: 'a"b\\c\nd' });
    expect(formatPoints(meter.totals())).toBe(
      [
        "# HELP perigee_test_messages_enqueued_total Taken.",
        "# TYPE perigee_test_messages_enqueued_total counter",
        "perigee_test_messages_enqueued_total 3",
        '# HELP perigee_test_backlog_size_bytes Says "\\\\" and\\nmore.',
        "# TYPE perigee_test_backlog_size_bytes gauge",
        'perigee_test_backlog_size_bytes{queue="a\\"b\\\\c\\nd"} 10',
        "",
      ].join("\n"),
    );
  });

  it("has buckets that never fall and end at the count", () => {
    const anyValue = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 50 }), (values) => {
        const text = histogramText(values);
        const buckets = [...text.matchAll(/_bucket\{le="[^"]+"\} (\d+)/g)].map(([, count]) => Number(count));
        expect(buckets).toHaveLength(bounds.length + 1);
        expect(buckets.toSorted((a, b) => a - b)).toEqual(buckets);
        for (const [index, bound] of bounds.entries()) {
          expect(buckets[index]).toBe(values.filter((value) => value <= bound).length);
        }
        expect(buckets.at(-1)).toBe(values.length);
        expect(sampleOf(text, "perigee_test_duration_seconds_count")).toBe(values.length);
        const sum = values.reduce((all, value) => all + value, 0);
        expect(sampleOf(text, "perigee_test_duration_seconds_sum")).toBeCloseTo(sum, 6);
      }),
    );
  });
});

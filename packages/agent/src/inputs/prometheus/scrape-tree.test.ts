import { readFileSync } from "node:fs";
import { type Metric, type Metrics, readMetrics, writeMetrics } from "@perigee/otlp";
import { describe, expect, it } from "vitest";
import { parseExposition } from "./exposition.ts";
import { nameFilter } from "./name-filter.ts";
import { scrapeTree } from "./scrape-tree.ts";
import { startTimes } from "./start-times.ts";
import { unitOf } from "./units.ts";

const time = 1_795_378_300_000_000_000n;

function treeOf(text: string, { isOpenMetrics = false, at = time, times = startTimes() } = {}) {
  return scrapeTree(
    {
      exposition: parseExposition(text, 100_000),
      isOpenMetrics,
      time: at,
      attributes: new Map([["service.name", "shop"]]),
      keeps: () => true,
    },
    times,
  );
}

const metricsIn = (tree: Metrics): Metric[] => tree.flatMap(({ items }) => items);
const pointsOf = (tree: Metrics, name: string) =>
  metricsIn(tree).find((metric) => metric.name === name)?.data.points ?? [];

const recorded = (name: string): string =>
  readFileSync(new URL(`../../../test/data/prometheus/${name}`, import.meta.url), "utf8");

describe("histograms", () => {
  it("get counts of single buckets, and exemplars with their traces", () => {
    const { metrics } = treeOf(recorded("prom-client-15.1.3-openmetrics.txt"), { isOpenMetrics: true });
    expect(pointsOf(metrics, "http_request_duration_seconds")).toEqual([
      {
        attributes: new Map([
          ["route", '/cart/"x"\\y'],
          ["method", "POST"],
        ]),
        startTimeUnixNano: time,
        timeUnixNano: time,
        flags: 0,
        count: 2n,
        sum: 0.77,
        min: undefined,
        max: undefined,
        bucketCounts: [0n, 1n, 0n, 1n, 0n],
        explicitBounds: [0.05, 0.1, 0.5, 1],
        exemplars: [
          {
            timeUnixNano: 1_795_378_225_583_000_000n,
            value: 0.07,
            filteredAttributes: new Map([["user", "a # b"]]),
            traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
            spanId: "00f067aa0ba902b7",
          },
          {
            timeUnixNano: 1_795_378_225_583_000_000n,
            value: 0.7,
            filteredAttributes: new Map(),
            traceId: "4bf92f3577b34da6a3ce929d0e0e4737",
            spanId: "",
          },
        ],
      },
    ]);
  });

  it.each([
    ["no count", 'h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1'],
    ["buckets that shrink", 'h_bucket{le="1"} 3\nh_bucket{le="2"} 1\nh_bucket{le="+Inf"} 3\nh_count 3'],
    ["half a count", 'h_bucket{le="1"} 0.5\nh_count 1'],
    ["a count of NaN", "h_count NaN"],
    ["fewer in all than in a bucket", 'h_bucket{le="1"} 3\nh_count 2'],
  ])("are refused with %s", (_, text) => {
    expect(treeOf(`# TYPE h histogram\n${text}\nok 1\n`)).toMatchObject({
      refused: 1,
      metrics: [{ items: [{ name: "ok" }] }],
    });
  });

  it("need neither a sum nor the last bucket, and take their buckets in any order", () => {
    const { metrics, refused } = treeOf('# TYPE h histogram\nh_bucket{le="2"} 3\nh_bucket{le="0.5"} 1\nh_count 4\n');
    expect(refused).toBe(0);
    expect(pointsOf(metrics, "h")).toMatchObject([
      { count: 4n, sum: undefined, bucketCounts: [1n, 2n, 1n], explicitBounds: [0.5, 2] },
    ]);
  });
});

describe("types", () => {
  it("become the kinds that the compatibility specification names, of Python's client", () => {
    const { metrics } = treeOf(recorded("python-client-0.26.0-openmetrics.txt"), { isOpenMetrics: true });
    const described = metricsIn(metrics).map(({ name, unit, metadata, data }) => [
      name,
      data.kind === "sum" ? `sum ${data.isMonotonic}` : data.kind,
      unit,
      metadata.get("prometheus.type"),
    ]);
    expect(described).toEqual([
      ["task_duration_seconds", "histogram", "s", "histogram"],
      ["jobs_total", "sum true", "", "counter"],
      ["temperature_celsius", "gauge", "Cel", "gauge"],
      ["build_info", "sum false", "", "info"],
      ["door", "sum false", "", "stateset"],
      ["payload_bytes", "summary", "By", "summary"],
    ]);
    expect(pointsOf(metrics, "jobs_total")).toMatchObject([
      { value: 2, startTimeUnixNano: 1_795_378_248_027_575_000n },
    ]);
    expect(pointsOf(metrics, "temperature_celsius")).toMatchObject([{ value: Number.NaN }]);
  });

  it("make of a summary its quantiles", () => {
    const { metrics } = treeOf(recorded("prom-client-15.1.3-openmetrics.txt"), { isOpenMetrics: true });
    expect(pointsOf(metrics, "payload_bytes")).toMatchObject([
      {
        count: 100n,
        sum: 50_500,
        quantiles: [
          { quantile: 0.5, value: 505 },
          { quantile: 0.9, value: 905 },
          { quantile: 0.99, value: 995 },
        ],
      },
    ]);
  });

  it("are gauges where the type is not said, and nothing where OpenTelemetry has no such kind", () => {
    const { metrics } = treeOf("plain 1\n# TYPE g gaugehistogram\ng_bucket 1\n");
    expect(metricsIn(metrics).map(({ name, data }) => [name, data.kind])).toEqual([["plain", "gauge"]]);
  });

  it("are called alike in both formats", () => {
    const older = treeOf("# TYPE jobs_total counter\njobs_total 1\n").metrics;
    const openMetrics = treeOf("# TYPE jobs counter\njobs_total 1\njobs_created 1\n", { isOpenMetrics: true }).metrics;
    expect([metricsIn(older)[0]?.name, metricsIn(openMetrics)[0]?.name]).toEqual(["jobs_total", "jobs_total"]);
  });
});

describe("times", () => {
  const second = 1_000_000_000n;

  it("begin where a counter was first seen, and begin again behind the last time when it became smaller", () => {
    const times = startTimes();
    const starts = [10, 12, 12, 3, 4].map((value, index) => {
      const at = time + BigInt(index) * second;
      const { metrics } = treeOf(`# TYPE c counter\nc ${value}\n`, { at, times });
      const [point] = pointsOf(metrics, "c");
      return point && (point.startTimeUnixNano - time) / second;
    });
    expect(starts).toEqual([0n, 0n, 0n, 2n, 2n]);
  });

  it("of a series that was away begin anew", () => {
    const times = startTimes();
    const texts = ["# TYPE c counter\nc 1\n", "other 1\n", "# TYPE c counter\nc 1\n"];
    const points = texts.map((text, index) => pointsOf(treeOf(text, { at: time + BigInt(index), times }).metrics, "c"));
    expect(points[2]).toMatchObject([{ startTimeUnixNano: time + 2n }]);
  });

  it("of samples are seconds in OpenMetrics and milliseconds in the older format", () => {
    const openMetrics = treeOf("a 1 1395066363.5\n# EOF\n", { isOpenMetrics: true }).metrics;
    const older = treeOf("a 1 1395066363500\n").metrics;
    for (const tree of [openMetrics, older])
      expect(pointsOf(tree, "a")).toMatchObject([{ timeUnixNano: 1_395_066_363_500_000_000n }]);
  });
});

describe("what tells of the source", () => {
  const text = [
    'target_info{"service.version"="1.2.3",zone="a"} 1',
    'otel_scope_info{otel_scope_name="http",otel_scope_version="1",library_mascot="bear"} 1',
    'requests{otel_scope_name="http",otel_scope_version="1",otel_scope_schema_url="https://s",otel_scope_team="web",route="/"} 1',
    'requests{otel_scope_name="http",otel_scope_version="2",route="/"} 1',
    "plain 1",
  ].join("\n");

  it("becomes resource and scope, and no metric", () => {
    const { metrics } = treeOf(text);
    expect(metrics.map(({ scope, items }) => [scope.name, scope.version, scope.schemaUrl, items.length])).toEqual([
      ["http", "1", "https://s", 1],
      ["http", "2", "", 1],
      ["@perigee/agent/prometheus", "", "", 1],
    ]);
    expect(metrics[0]?.scope.attributes).toEqual(
      new Map([
        ["library_mascot", "bear"],
        ["team", "web"],
      ]),
    );
    expect(pointsOf(metrics, "requests")).toMatchObject([{ attributes: new Map([["route", "/"]]) }]);
    expect(metrics[0]?.resource.attributes).toEqual(
      new Map([
        ["service.version", "1.2.3"],
        ["zone", "a"],
        ["service.name", "shop"],
      ]),
    );
  });
});

it("is telemetry that OTLP carries as it is", () => {
  const { metrics } = treeOf(recorded("node-exporter-1.5.0.txt"));
  const sent = readMetrics(Buffer.from(writeMetrics(metrics)), "json");
  expect(sent).toEqual({ ok: true, value: { tree: metrics, rejected: { count: 0, message: "" } } });
});

it.each([
  ["seconds", "s"],
  ["bytes_per_second", "By/s"],
  ["ratio", "1"],
  ["widgets", "widgets"],
  ["", ""],
])("has for the unit %j %j", (unit, expected) => {
  expect(unitOf(unit)).toBe(expected);
});

it.each([
  { keep: [], drop: [], name: "go_info", isKept: true },
  { keep: [], drop: ["go_*"], name: "go_info", isKept: false },
  { keep: ["node_*_total", "up"], drop: [], name: "node_cpu_seconds_total", isKept: true },
  { keep: ["node_*_total", "up"], drop: [], name: "up", isKept: true },
  { keep: ["node_*_total"], drop: [], name: "node_load1", isKept: false },
  { keep: ["*"], drop: ["*_bucket"], name: "h_bucket", isKept: false },
  { keep: ["a*a"], drop: [], name: "a", isKept: false },
  { keep: ["a*b*c"], drop: [], name: "a-b-c", isKept: true },
  { keep: ["a*bc*c"], drop: [], name: "a-bc", isKept: false },
])("keeps by $keep without $drop $name: $isKept", ({ name, isKept, ...filter }) => {
  expect(nameFilter(filter)(name)).toBe(isKept);
});

import type { Metric } from "@perigee/otlp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doubleOfBits, integer, join, message, text } from "../test/protobuf-writer.ts";
import { asked } from "../test/recorded.ts";
import { recordedPushes } from "../test/recorded-pushes.ts";
import {
  exemplar,
  metadata,
  metricsOf,
  readBytes,
  readRequest,
  said,
  sample,
  series,
  time,
} from "../test/write-requests.ts";
import { prometheusWriteDoor } from "./prometheus-write.ts";

const nanos = time * 1_000_000n;
const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const span = "00f067aa0ba902b7";
const staleMarker = 0x7ff0_0000_0000_0002n;

/** The points of a metric of numbers: attributes, value and, where there are any, flags and exemplars. */
const numbersOf = ({ data }: Metric) =>
  data.kind === "gauge" || data.kind === "sum"
    ? data.points.map(({ attributes, value, flags, exemplars }) => ({
        ...Object.fromEntries(attributes),
        value,
        ...(flags === 0 ? {} : { flags }),
        ...(exemplars.length === 0 ? {} : { exemplars }),
      }))
    : [];

describe("what real clients send", () => {
  /** By service, and then by name of the metric, for each request. */
  function recorded(client: string) {
    return recordedPushes(client).map((asked) => {
      expect(prometheusWriteDoor.keyOf?.(asked.headers, asked.url)).toBe("pk_0123456789abcdefghijklmnop");
      expect(prometheusWriteDoor.path).toBe(asked.url.pathname);
      const { metrics, rejected } = said(prometheusWriteDoor.read(asked));
      expect(rejected).toEqual({ count: 0, message: "" });
      return Object.fromEntries(
        metrics.map(({ resource: { attributes }, items }) => {
          expect(attributes.get("service.instance.id")).toMatch(/:\d+$/);
          return [attributes.get("service.name"), Object.fromEntries(items.map((metric) => [metric.name, metric]))];
        }),
      );
    });
  }

  const numbers = (metrics: Record<string, Metric> | undefined) =>
    Object.fromEntries(
      Object.entries(metrics ?? {}).map(([name, metric]) => [`${metric.data.kind} ${name}`, numbersOf(metric)]),
    );

  it("reads prometheus-remote-write", () => {
    const [{ checkout } = {}] = recorded("prometheus-remote-write");
    expect(numbers(checkout)).toEqual({
      "sum checkout_orders_total": [{ value: 17 }],
      "gauge checkout_load": [{ value: 0.5 }],
    });
  });

  it("reads Debian's Prometheus", () => {
    const [onlyMetadata, first, second] = recorded("prometheus");
    expect(onlyMetadata).toEqual({});
    const ofTrace = { traceId: trace, spanId: "", filteredAttributes: new Map() };
    expect(numbers(first?.["checkout"])).toEqual({
      "gauge up": [{ value: 1 }],
      "sum checkout_orders_total": [
        {
          ...{ shop: 'north "1"', value: 100 },
          exemplars: [
            {
              ...{ timeUnixNano: 1_784_678_400_500_000_000n, value: 1, traceId: trace, spanId: span },
              filteredAttributes: new Map([["user", "u-17"]]),
            },
          ],
        },
      ],
      "sum checkout_latency_seconds_bucket": [
        { le: "0.1", value: 8, exemplars: [{ ...ofTrace, value: 0.067, timeUnixNano: expect.any(BigInt) }] },
        { le: "+Inf", value: 10 },
      ],
      "sum checkout_latency_seconds_sum": [{ value: 2.5 }],
      "sum checkout_latency_seconds_count": [{ value: 10 }],
      "gauge checkout_queue": [
        { name: "mail", value: Number.NaN },
        { name: "gone", value: 7 },
      ],
    });
    expect(numbers(second?.["checkout"])["gauge checkout_queue"]).toContainEqual({ name: "gone", value: 0, flags: 1 });
    expect(numbers(first?.["prometheus"])["gauge prometheus_build_info"]).toMatchObject([
      { version: "2.42.0+ds", value: 1 },
    ]);
    expect(numbers(first?.["prometheus"])["gauge go_gc_duration_seconds"]).toHaveLength(5);
  });

  it("reads the native histogram of Debian's Prometheus", () => {
    const [, { native } = {}] = recorded("prometheus");
    expect(native?.["checkout_size"]?.data).toMatchObject({
      kind: "exponential-histogram",
      temporality: 2,
      points: [
        {
          ...{ attributes: new Map([["zone", "eu"]]), count: 21n, sum: 12.25, flags: 0, scale: 3 },
          ...{ zeroCount: 2n, zeroThreshold: 0.001 },
          positive: { offset: -5, bucketCounts: [5n, 7n, 0n, 0n, 0n, 3n] },
          negative: { offset: -3, bucketCounts: [4n] },
        },
      ],
    });
  });
});

describe("where a series belongs", () => {
  it.each([
    [{ job: "shop" }, { "service.name": "shop" }],
    [
      { job: "shop/checkout", instance: "a:80" },
      { "service.name": "checkout", "service.namespace": "shop", "service.instance.id": "a:80" },
    ],
    [{ job: "a/b/c" }, { "service.name": "a/b/c" }],
    [{ job: "" }, {}],
    [{}, {}],
  ])("makes of %j the resource %j", (labels, resource) => {
    const [scoped] = said(readRequest(series({ __name__: "up", ...labels, zone: "eu" }, sample(1)))).metrics;
    expect(Object.fromEntries(scoped?.resource.attributes ?? [])).toEqual(resource);
    expect(scoped?.items.flatMap(numbersOf)).toEqual([{ zone: "eu", value: 1 }]);
  });

  it("sorts series by target and scope, and their points by metric", () => {
    const up = (labels: Record<string, string>, value: number) => series({ __name__: "up", ...labels }, sample(value));
    const library = {
      otel_scope_name: "http",
      otel_scope_version: "2",
      otel_scope_mascot: "bear",
      otel_scope_schema_url: "https://s",
    };
    const { metrics } = said(
      readRequest(
        up({ job: "a" }, 1),
        up({ job: "b" }, 2),
        up({ job: "a", zone: "eu" }, 3),
        up({ job: "a", ...library }, 4),
      ),
    );
    expect(metrics.map(({ items }) => items.map(numbersOf))).toEqual([
      [[{ value: 1 }, { zone: "eu", value: 3 }]],
      [[{ value: 2 }]],
      [[{ value: 4 }]],
    ]);
    expect(
      metrics.map(({ scope }) => [scope.name, scope.version, scope.schemaUrl, Object.fromEntries(scope.attributes)]),
    ).toEqual([
      ["perigee/prometheus-remote-write", "", "", {}],
      ["perigee/prometheus-remote-write", "", "", {}],
      ["http", "2", "https://s", { mascot: "bear" }],
    ]);
  });

  it("gives each point attributes of its own", () => {
    const [metric] = metricsOf(series({ __name__: "up", zone: "eu" }, sample(1), sample(2, time + 1n)));
    const points = metric?.data.kind === "gauge" ? metric.data.points : [];
    expect(points.map(({ timeUnixNano }) => timeUnixNano)).toEqual([nanos, nanos + 1_000_000n]);
    expect(points[0]?.attributes).toEqual(points[1]?.attributes);
    expect(points[0]?.attributes).not.toBe(points[1]?.attributes);
  });
});

describe("what kind a metric is", () => {
  it.each([
    ["http_requests_total", "sum", true],
    ["latency_seconds_bucket", "sum", true],
    ["latency_seconds_count", "sum", true],
    ["latency_seconds_sum", "sum", true],
    ["latency_seconds", "gauge", undefined],
    ["http_requests_created", "gauge", undefined],
    ["totals", "gauge", undefined],
  ])("takes %s without a type for a %s", (name, kind, isMonotonic) => {
    expect(metricsOf(series({ __name__: name }, sample(1)))).toMatchObject([
      { name, metadata: new Map(), data: isMonotonic ? { kind, isMonotonic, temporality: 2 } : { kind } },
    ]);
  });

  it.each([
    [0, "a_total", "a_total", "unknown", "sum"],
    [1, "jobs", "jobs", "counter", "sum"],
    [1, "jobs", "jobs_total", "counter", "sum"],
    [1, "jobs", "jobs_created", "counter", "gauge"],
    [2, "queue_count", "queue_count", "gauge", "gauge"],
    [3, "latency", "latency_bucket", "histogram", "sum"],
    [4, "sizes", "sizes_bucket", "gaugehistogram", "gauge"],
    [5, "latency", "latency", "summary", "gauge"],
    [5, "latency", "latency_count", "summary", "sum"],
    [6, "build", "build", "info", "sum"],
    [7, "state", "state", "stateset", "sum"],
    [99, "state", "state", "unknown", "gauge"],
  ])("by type %i of %s takes %s for the %s that it is: a %s", (type, family, ...[name, word, kind]) => {
    const [metric] = metricsOf(series({ __name__: name }, sample(1)), metadata(type, family, "bytes_per_second"));
    expect(metric).toMatchObject({ description: `Help of ${family}.`, unit: "By/s", data: { kind } });
    expect(metric?.metadata).toEqual(new Map([["prometheus.type", word]]));
    if (metric?.data.kind === "sum") expect(metric.data.isMonotonic).toBe(!["info", "stateset"].includes(word));
  });
});

describe("values and exemplars", () => {
  it("tells the stale marker from any other NaN", () => {
    const nan = (bits: bigint) => message(2, doubleOfBits(1, bits), integer(2, time));
    const [metric] = metricsOf(
      series({ __name__: "up" }, nan(staleMarker), nan(0x7ff8_0000_0000_0001n), sample(-Infinity)),
    );
    expect(metric && numbersOf(metric)).toEqual([{ value: 0, flags: 1 }, { value: Number.NaN }, { value: -Infinity }]);
  });

  it("puts each exemplar on the first point after it, in whatever series of the same labels it came", () => {
    const labels = { __name__: "jobs_total", zone: "eu" };
    const [metric] = metricsOf(
      series({ ...labels, zone: "us" }, sample(1)),
      series(labels, sample(1), sample(2, time + 10n)),
      series(
        labels,
        exemplar({ n: "0" }, 1, time - 5n),
        exemplar({ n: "1" }, 1, time + 1n),
        exemplar({ n: "2" }, 1, time + 99n),
      ),
    );
    const points = metric?.data.kind === "sum" ? metric.data.points : [];
    expect(
      points.map(({ value, exemplars }) => [
        value,
        exemplars.map(({ filteredAttributes }) => filteredAttributes.get("n")),
      ]),
    ).toEqual([
      [1, []],
      [1, ["0"]],
      [2, ["1", "2"]],
    ]);
  });

  it("keeps an exemplar that came without its sample on a point without a value", () => {
    const [metric] = metricsOf(series({ __name__: "jobs_total" }, exemplar({ trace_id: trace, span_id: span }, 7)));
    expect(metric && numbersOf(metric)).toEqual([
      {
        ...{ value: 0, flags: 1 },
        exemplars: [{ timeUnixNano: nanos, value: 7, filteredAttributes: new Map(), traceId: trace, spanId: span }],
      },
    ]);
    const { metrics, rejected } = said(readRequest(series({ __name__: "sizes" }, exemplar({ trace_id: trace }, 7))));
    expect([metrics, rejected]).toEqual([[], { count: 0, message: "sizes: exemplars without a sample are not kept" }]);
  });
});

describe("versions and answers", () => {
  const body = series({ __name__: "up" }, sample(1));

  it.each<Record<string, string>>([
    {
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    },
    { "content-type": "application/x-protobuf;proto=prometheus.WriteRequest" },
    { "content-type": 'Application/X-Protobuf; proto="prometheus.WriteRequest"', "content-encoding": "Snappy" },
    {},
  ])("takes version 1.0 by %j", (headers) => {
    expect(said(readBytes(body, headers)).metrics).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ["unsupported-media-type", { "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request" }],
    ["unsupported-media-type", { "content-type": "application/json" }],
    ["unsupported-encoding", { "content-type": "application/x-protobuf", "content-encoding": "zstd" }],
  ])("refuses as %s: %j", (type, headers) => {
    expect(readBytes(body, headers)).toMatchObject({ ok: false, failure: { type } });
  });

  it("answers 204 when all is taken, 400 when a part is not", async () => {
    expect(prometheusWriteDoor.accept(said(readRequest(body))).status).toBe(204);
    const partly = prometheusWriteDoor.accept(said(readRequest(body, series({ a: "b" }, sample(1)))));
    expect([partly.status, await partly.text()]).toEqual([400, expect.stringContaining("has no label __name__")]);
  });
});

describe("bad input", () => {
  it("keeps good series and samples beside bad ones", () => {
    const broken = message(1, text(9, "x"), Uint8Array.from([0x12, 0x7f]));
    const { metrics, rejected } = said(
      readRequest(
        series({ __name__: "up" }, sample(1), sample(2, -1n), sample(3, 2n ** 62n), sample(4, 0n)),
        series({ job: "a" }, sample(1), sample(2)),
        broken,
        series({ __name__: "up", zone: "eu" }, sample(5)),
      ),
    );
    expect(metrics.flatMap(({ items }) => items.flatMap(numbersOf))).toEqual([
      { value: 1 },
      { value: 4 },
      { zone: "eu", value: 5 },
    ]);
    expect(rejected.count).toBe(5);
    expect(rejected.message).toMatch(/^timeseries: The body is not valid protobuf: /);
  });

  it.each([
    ["invalid-batch", readBytes(Uint8Array.from([0x0a, 0x05, 1]))],
    ["invalid-batch", readBytes(Uint8Array.from([0x0f]))],
    ["body-too-large", readBytes(new Uint8Array(4_000_001))],
    ["invalid-snappy", prometheusWriteDoor.read(asked({ path: "/api/v1/write", body: Uint8Array.from([9, 9]) }))],
  ])("refuses as %s", (type, result) => {
    expect(result).toMatchObject({ ok: false, failure: { type } });
  });

  it("does not write labels out without end", () => {
    const label = { __name__: "up", text: "x".repeat(100_000) };
    const samples = (count: number) => new Array<Uint8Array>(count).fill(sample(1));
    expect(said(readRequest(series(label, ...samples(150)))).rejected.count).toBe(0);
    expect(said(readRequest(series(label, ...samples(40_000)))).rejected).toEqual({
      ...{ count: 40_000, message: "up: the request has too many labels" },
    });
  });

  it("takes 24,000 samples with exemplars of one series, or 20,000 series, and refuses more", {
    timeout: 20_000,
  }, () => {
    const one = series(
      { __name__: "a_total" },
      ...new Array<Uint8Array>(24_000).fill(join([sample(1), exemplar({}, 1)])),
    );
    expect(metricsOf(one).flatMap(numbersOf)).toHaveLength(24_000);
    const many = Array.from({ length: 20_000 }, (_, index) =>
      series({ __name__: `m${index}`, job: `j${index}` }, sample(1)),
    );
    expect(metricsOf(...many)).toHaveLength(20_000);
    expect(readRequest(...many, one)).toMatchObject({ ok: false, failure: { type: "too-many-events" } });
  });

  it("answers any bytes without throwing", () => {
    const labels = { __name__: "a_total", job: "shop" };
    const good = join([series(labels, sample(1), exemplar({ trace_id: trace }, 1)), metadata(1, "a")]);
    const mutation = fc.record({
      at: fc.nat({ max: good.length - 1 }),
      to: fc.nat({ max: 255 }),
      end: fc.nat({ max: good.length }),
    });
    fc.assert(
      fc.property(fc.uint8Array(), mutation, (bytes, { at, to, end }) => {
        const mutated = good.map((byte, index) => (index === at ? to : byte)).subarray(0, end);
        for (const result of [readBytes(bytes), readBytes(mutated)]) {
          expect(result.ok ? result.value.metrics : result.failure.message).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });
});

import { rowSchemas, toDateTime64 } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { generate, storyOf } from "./generate.ts";
import { Random, weighted } from "./random.ts";
import { countRows, noRows, type Rows } from "./recorder.ts";

const endMs = Date.UTC(2026, 10, 22, 9, 30);
const story = storyOf({ projectId: 1, events: 83_000, endMs });

const tell = (changes = {}, batchRows = 1e9): Rows => {
  const all = noRows();
  for (const rows of generate({ ...story, ...changes }, batchRows)) {
    for (const table of Object.keys(rows) as (keyof Rows)[]) {
      for (const row of rows[table]) (all[table] as unknown[]).push(row);
    }
  }
  return all;
};

const month = tell();
const tables = ["events", "web_vitals", "errors"] as const;
const visits = [...Map.groupBy(month.events, (row) => row.session_id).values()];
const share = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length / items.length;
const p75 = (rows: Rows["web_vitals"]) =>
  rows.map((row) => row.value).sort((a, b) => a - b)[Math.floor(rows.length * 0.75)] ?? 0;

describe("generate", () => {
  it("tells the same story for the same options, in batches of any size", () => {
    expect(tell({ events: 3_000 }, 100)).toEqual(tell({ events: 3_000 }));
  });

  it.each([{ seed: 2 }, { days: 29 }])("tells another story for %j", (changes) => {
    expect(tell({ events: 3_000, ...changes }).events[0]).not.toEqual(tell({ events: 3_000 }).events[0]);
  });

  it("makes about as many rows as asked, in batches of about the size asked", () => {
    const rows = tables.reduce((sum, table) => sum + month[table].length, 0);
    expect(rows / story.events).toBeGreaterThan(0.9);
    expect(rows / story.events).toBeLessThan(1.1);
    for (const batch of generate({ ...story, events: 5_000 }, 1_000)) {
      expect(countRows(batch)).toBeLessThan(2_000);
    }
  });

  it.each(tables)("makes rows of %s as the schema wants them, each with its own id and inside the month", (table) => {
    const ids = new Set<string>();
    const columns = Object.keys(rowSchemas[table].shape).sort();
    for (const row of month[table]) {
      ids.add(row.event_id);
      const at = Date.parse(`${row.ts.replace(" ", "T")}Z`);
      expect(at >= endMs - 30 * 86_400_000 && at < endMs).toBe(true);
    }
    for (const row of month[table].slice(0, 2_000)) {
      expect(Object.keys(row).sort()).toEqual(columns);
      rowSchemas[table].parse(row);
    }
    expect(ids.size).toBe(month[table].length);
  });

  it("keeps each visit consistent: one source, one visitor, growing numbers and times, the start inside its id", () => {
    const constant = [
      "visitor_id",
      "channel",
      "referrer_host",
      "utm_source",
      "utm_campaign",
      "country",
      "browser",
      "release",
    ] as const;
    for (const rows of visits) {
      for (const column of constant) expect(new Set(rows.map((row) => row[column])).size).toBe(1);
      const [first] = rows;
      expect(first?.event).toBe("pageview");
      const start = Number.parseInt(first?.session_id.replaceAll("-", "").slice(0, 12) ?? "", 16);
      expect(start).toBe(Date.parse(`${first?.ts.replace(" ", "T")}Z`));
      rows.reduce((before, row) => {
        expect(row.seq).toBeGreaterThan(before.seq);
        expect(row.ts >= before.ts).toBe(true);
        return row;
      });
    }
  });

  it("marks direct traffic as the edge does", () => {
    for (const row of month.events) expect(row.channel !== "Direct" || row.referrer_host === "").toBe(true);
  });

  it("is believable: bounces, buyers, people who come back, many countries, quiet weekends", () => {
    expect(share(visits, (rows) => rows.filter(({ event }) => event === "pageview").length === 1)).toBeCloseTo(0.42, 1);
    const buyers = share(visits, (rows) => rows.some(({ event }) => event === "purchase"));
    expect(buyers).toBeGreaterThan(0.02);
    expect(buyers).toBeLessThan(0.09);
    expect(new Set(month.events.map((row) => row.visitor_id)).size / visits.length).toBeLessThan(0.8);
    expect(new Set(month.events.map((row) => row.country)).size).toBeGreaterThanOrEqual(40);
    const weekday = (row: { ts: string }) => new Date(`${row.ts.slice(0, 10)}T00:00Z`).getUTCDay();
    expect(share(month.events, (row) => weekday(row) === 6)).toBeLessThan(
      share(month.events, (row) => weekday(row) === 1),
    );
  });

  it("has one bad deploy: an error spike, slow product pages, fewer buyers", () => {
    const [bad, good] = [true, false].map((isBad) =>
      visits.filter((rows) => (rows[0]?.release === "1.10.0") === isBad),
    );
    const buys = (rows: Rows["events"]) => rows.some(({ event }) => event === "purchase");
    expect(share(bad ?? [], buys)).toBeLessThan(share(good ?? [], buys) / 2);
    const spike = month.errors.filter(({ message }) => message.includes("'amount'"));
    expect(spike.length).toBeGreaterThan(20);
    expect(spike.every(({ release }) => release === "1.10.0")).toBe(true);
    const paints = month.web_vitals.filter(({ metric, route }) => metric === "LCP" && route === "/product/[id]");
    const [slow, usual] = [true, false].map((isBad) =>
      p75(paints.filter(({ release }) => (release === "1.10.0") === isBad)),
    );
    expect(slow).toBeGreaterThan((usual ?? 0) * 1.3);
  });
});

describe("what the browser records by itself", () => {
  const is = (name: string) => (row: Rows["events"][number]) => row.event === name;
  const requests = month.events.filter(is("browser.request"));
  const clicks = month.events.filter(is("browser.interaction"));
  const checkouts = requests.filter(({ target }) => target === "small-orbit.example/api/checkout");

  it("shows the bad deploy: a slow checkout that fails, and people who press its button again and again", () => {
    const [bad, good] = [true, false].map((isBad) =>
      checkouts.filter(({ release }) => (release === "1.10.0") === isBad),
    ) as [typeof checkouts, typeof checkouts];
    const median = (rows: typeof checkouts) =>
      rows.map((row) => row.duration_ms).sort((a, b) => a - b)[rows.length >> 1] ?? 0;
    expect(median(bad)).toBeGreaterThan(median(good) * 2);
    expect(share(bad, ({ status }) => status >= 500)).toBeGreaterThan(share(good, ({ status }) => status >= 500) * 2);
    const raging = clicks.filter(({ props }) => props["frustration"] === "rage");
    expect(raging.length).toBeGreaterThan(0);
    for (const { target } of raging) expect(target).toBe("form.checkout>button");
  });

  it("gives a click and what it causes one trace, and each request a span of its own", () => {
    const traces = new Set(clicks.map((row) => row.trace_id));
    expect(traces.size).toBe(clicks.length);
    expect(new Set(requests.map((row) => row.span_id)).size).toBe(requests.length);
    for (const { trace_id, span_id } of requests)
      expect(`${trace_id} ${span_id}`).toMatch(/^[0-9a-f]{32} [0-9a-f]{16}$/);
    const caused = [...requests, ...month.events.filter(is("pageview")), ...month.web_vitals, ...month.errors];
    expect(share(caused, (row) => traces.has(row.trace_id))).toBeGreaterThan(0.2);
    const declined = month.errors.filter(({ type }) => type === "PaymentDeclined");
    for (const { trace_id } of declined) {
      expect(checkouts.find((row) => row.trace_id === trace_id)?.status).toBe(402);
      expect(clicks.find((row) => row.trace_id === trace_id)?.props["frustration"]).toBe("error");
    }
    expect(declined.length).toBeGreaterThan(0);
  });

  it("tells before each error what led to it, and of each stay how far it was read", () => {
    for (const { breadcrumbs, ts } of month.errors) {
      const crumbs = JSON.parse(breadcrumbs) as { time: number; category: string; message: string }[];
      expect(crumbs.length).toBeGreaterThan(0);
      expect(toDateTime64(crumbs.at(-1)?.time ?? Number.NaN) <= ts).toBe(true);
    }
    const stays = month.events.filter(is("engagement"));
    for (const { scroll_depth } of stays) expect(scroll_depth > 0 && scroll_depth <= 100).toBe(true);
    expect(share(month.events, is("browser.long_frame"))).toBeGreaterThan(0.002);
    expect(month.events.filter(is("browser.navigation")).length).toBe(visits.length);
  });
});

describe("the back end", () => {
  const spans = month.otel_traces;
  const byTrace = Map.groupBy(spans, ({ TraceId }) => TraceId);
  const byId = new Map(spans.map((span) => [span.SpanId, span]));
  const servers = spans.filter(({ SpanKind, ServiceName }) => SpanKind === "Server" && ServiceName === "shop-api");
  const seconds = ({ Duration }: (typeof spans)[number]) => Number(Duration) / 1e9;
  const isBad = ({ ResourceAttributes }: { ResourceAttributes: Record<string, string> }) =>
    ResourceAttributes["service.version"] === "1.10.0";

  it.each(["otel_traces", "otel_logs", "otel_metrics_histogram", "otel_metrics_gauge"] as const)(
    "makes rows of %s as the schema wants them",
    (table) => {
      expect(month[table].length).toBeGreaterThan(100);
      for (const row of month[table].slice(0, 2_000)) rowSchemas[table].strict().parse(row);
    },
  );

  it("answers each request that reached it in the same trace, within its time and by its status", () => {
    const requests = month.events.filter(({ event, status }) => event === "browser.request" && status > 0);
    expect(servers.length).toBe(requests.length);
    const bySpan = new Map(requests.map((row) => [row.span_id, row]));
    for (const span of servers) {
      const request = bySpan.get(span.ParentSpanId);
      expect([request?.trace_id, String(request?.status)]).toEqual([
        span.TraceId,
        span.SpanAttributes["http.response.status_code"],
      ]);
      expect(span.Timestamp >= (request?.ts ?? "9")).toBe(true);
      expect(seconds(span) * 1_000).toBeLessThanOrEqual(request?.duration_ms ?? 0);
    }
  });

  it("keeps children within their parents, and its log lines within their spans' traces", () => {
    for (const span of spans.filter(({ ParentSpanId }) => byId.has(ParentSpanId))) {
      const parent = byId.get(span.ParentSpanId);
      expect(span.TraceId).toBe(parent?.TraceId);
      expect(span.Timestamp >= (parent?.Timestamp ?? "9")).toBe(true);
      expect(seconds(span)).toBeLessThanOrEqual(parent ? seconds(parent) : 0);
    }
    for (const { TraceId, SpanId } of month.otel_logs) expect(byId.get(SpanId)?.TraceId).toBe(TraceId);
    expect(byTrace.size).toBeGreaterThan(100);
  });

  it("shows the bad deploy in spans, logs and metrics alike", () => {
    const checkouts = servers.filter(({ SpanName }) => SpanName === "POST /api/checkout");
    const [bad, good] = [checkouts.filter(isBad), checkouts.filter((span) => !isBad(span))];
    const failed = (span: (typeof spans)[number]) => span.StatusCode === "Error";
    expect(share(bad, failed)).toBeGreaterThan(share(good, failed) * 2);
    const timeouts = month.otel_logs.filter(({ Body }) => Body.startsWith("timed out"));
    expect(share(timeouts, isBad)).toBeGreaterThan(share(month.otel_logs, isBad) * 2);
    const histograms = month.otel_metrics_histogram.filter(
      ({ Attributes }) => Attributes["http.route"] === "/api/checkout",
    );
    const mean = (rows: typeof histograms) =>
      rows.reduce((sum, { Sum }) => sum + Number(Sum), 0) / rows.reduce((sum, { Count }) => sum + Number(Count), 0);
    expect(mean(histograms.filter(isBad))).toBeGreaterThan(2 * mean(histograms.filter((row) => !isBad(row))));
  });

  it("measures each of its requests once", () => {
    const counted = month.otel_metrics_histogram.reduce((sum, { Count }) => sum + Number(Count), 0);
    expect(counted).toBe(servers.length);
    for (const { BucketCounts, Count, ExplicitBounds } of month.otel_metrics_histogram) {
      expect(BucketCounts.length).toBe(ExplicitBounds.length + 1);
      expect(BucketCounts.reduce((sum, count) => sum + Number(count), 0)).toBe(Number(Count));
    }
  });
});

describe("Random", () => {
  it("gives the same numbers for the same seed and stream, others for another", () => {
    const numbers = (seed: number, stream: number) => {
      const random = new Random(seed, stream);
      return Array.from({ length: 5 }, () => random.uint32());
    };
    expect(numbers(1, 2)).toEqual(numbers(1, 2));
    expect(numbers(1, 2)).not.toEqual(numbers(1, 3));
    expect(numbers(1, 2)).not.toEqual(numbers(1, 2 + 4_294_967_296));
    expect(numbers(1, 2)).not.toEqual(numbers(2, 2));
  });

  it("picks by weight", () => {
    const pick = weighted([
      [1, "a"],
      [3, "b"],
    ]);
    expect([0, 0.24, 0.26, 0.999].map(pick)).toEqual(["a", "a", "b", "b"]);
  });
});

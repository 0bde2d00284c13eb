import { env } from "cloudflare:workers";
import { internalProjectId, type QueueMessage } from "@perigee/schema";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { batchOf, makeKey, pageview, post, queued, rowsOf } from "../test/batches.ts";
import { formatCounters } from "./counters.ts";
import { sendReport } from "./report.ts";

/** Reports are due ten seconds after each other; each one here lets that time pass, and is far ahead of what requests call for. */
let now = Date.now();

async function report(bindings = env): Promise<void> {
  now += 20_000;
  await sendReport(bindings, now);
}

/** The report that is due now, as the queue delivers it. */
async function reported(): Promise<QueueMessage[]> {
  await report();
  const isThis = ({ receivedAt }: QueueMessage) => receivedAt === now;
  const messages: QueueMessage[] = [];
  while (!messages.some(isThis)) messages.push(...(await queued(internalProjectId)));
  return messages.filter(isThis);
}

type Row = ReturnType<typeof rowsOf>[number];

const sumsIn = (messages: QueueMessage[]): Row[] => rowsOf(messages, "otel_metrics_sum");
const histogramsIn = (messages: QueueMessage[]): Row[] => rowsOf(messages, "otel_metrics_histogram");

/** Sum over the rows of a metric whose attributes are these: of values, or of how many were measured. */
function told(rows: Row[], name: string, attributes: Record<string, string> = {}): number {
  const matching = rows.filter((row) => {
    const given = row["Attributes"] as Record<string, string>;
    return row["MetricName"] === name && Object.entries(attributes).every(([key, value]) => given[key] === value);
  });
  return matching.reduce((sum, row) => sum + Number(row["Count"] ?? row["Value"]), 0);
}

beforeAll(() => report());

/** Forgets what other tests have left to tell. */
beforeEach(async () => {
  await post(batchOf([pageview()]), { apiKey: (await makeKey()).apiKey });
  await reported();
});

describe("what this Worker tells of itself", () => {
  it("is what was done: requests, events, refusals, and every step of them", async () => {
    const { apiKey } = await makeKey();
    const before = formatCounters();
    for (let index = 0; index < 5; index++) await post(batchOf([pageview(), pageview()]), { apiKey });
    await post(batchOf([pageview({ url: "x" }), pageview()]), { apiKey });
    await post("{", { apiKey });
    await post("{}", { apiKey: "pk_unknown" });
    const messages = await reported();
    const sums = sumsIn(messages);
    expect(told(sums, "perigee.ingest.events.accepted")).toBe(11);
    // Six of these batches and the report before them.
    expect(told(sums, "perigee.ingest.messages.enqueued")).toBe(7);
    expect(told(sums, "perigee.ingest.queue.sends", { outcome: "sent" })).toBe(7);
    expect(told(sums, "perigee.ingest.events.rejected", { failure: "invalid_event" })).toBe(1);
    expect(told(sums, "perigee.ingest.refused", { step: "decode", failure: "not_json" })).toBe(1);
    expect(told(sums, "perigee.ingest.refused", { step: "authenticate", failure: "unknown_key" })).toBe(1);
    const histograms = histogramsIn(messages);
    const steps = { authenticate: 8, limit: 7, decode: 7, validate: 6, redact: 6, enrich: 6, enqueue: 6 };
    for (const [step, count] of Object.entries(steps)) {
      expect(told(histograms, "perigee.ingest.step.duration", { step }), step).toBe(count);
    }
    expect(told(histograms, "perigee.ingest.request.duration", { outcome: "accepted" })).toBe(6);
    expect(told(histograms, "perigee.ingest.request.duration", { outcome: "refused" })).toBe(2);
    expect(histograms.filter((row) => row["MetricName"] === "perigee.ingest.batch.events")).toMatchObject([
      { Count: "6", Sum: 11, Min: 1, Max: 2 },
    ]);
    const counted = (text: string) => Number(/^perigee_ingest_events_accepted_total (\d+)$/m.exec(text)?.[1]);
    expect(counted(formatCounters()) - counted(before)).toBe(11);
    expect(rowsOf(messages, "otel_metrics_gauge").map((row) => row["MetricName"])).toContain(
      "perigee.queue.backlog.age",
    );
  });

  it("is told again when the queue did not take it, and fails no request", async () => {
    const { apiKey } = await makeKey();
    await post(batchOf([pageview()]), { apiKey });
    await report({ ...env, EVENTS_0: { ...env.EVENTS_0, send: () => Promise.reject(new Error("full")) } });
    await post(batchOf([pageview()]), { apiKey });
    const sums = sumsIn(await reported());
    expect(told(sums, "perigee.ingest.events.accepted")).toBe(2);
    expect(told(sums, "perigee.ingest.queue.sends", { outcome: "refused" })).toBe(1);
  });

  it("holds nothing that a client sent", async () => {
    const { apiKey, projectId } = await makeKey();
    const mark = "from-a-client";
    const headers = { "user-agent": mark, "x-mark": mark, referer: `https://${mark}.example/` };
    const page = pageview({ url: `https://shop.example/${mark}`, route: `/${mark}`, title: mark });
    await post(batchOf([page, { kind: mark }], { [mark]: 1 }), { apiKey, headers, query: `&${mark}=${mark}` });
    await post(mark, { apiKey, headers: { ...headers, "content-encoding": mark } });
    await post(batchOf([page]), { apiKey, headers: { origin: `https://${mark}.example` } });
    const messages = await reported();
    const rows = [...sumsIn(messages), ...histogramsIn(messages), ...rowsOf(messages, "otel_metrics_gauge")];
    expect(rows.length).toBeGreaterThan(10);
    const text = JSON.stringify(rows) + formatCounters();
    expect(text).not.toContain(mark);
    expect(text).not.toContain(apiKey);
    expect(text).not.toContain(String(projectId));
  });

  it("has histograms whose buckets never fall and end at their count", () => {
    const lines = formatCounters().split("\n");
    const series = Map.groupBy(
      lines.filter((line) => line.includes("_bucket{")),
      (line) => line.replace(/,?le="[^"]*"\} \d+$/, ""),
    );
    expect(series.size).toBeGreaterThan(10);
    for (const [name, buckets] of series) {
      const counts = buckets.map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));
      expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
      const total = `${name.replace("_bucket{", "_count{")}}`.replace("{}", "");
      expect(lines).toContain(`${total} ${counts.at(-1)}`);
    }
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queued, rowsOf } from "../../test/batches.ts";
import recorded from "../../test/recorded/otlp-exporters.json";
import { postTo, serverKey } from "../../test/telemetry.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: recorded.recordedAt });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sends again what an exporter sent, to the same address. */
async function replay(type: string): Promise<{ statuses: number[]; projectId: number }> {
  const { apiKey, projectId } = await serverKey();
  const requests = recorded.requests.filter(({ contentType }) => contentType === type);
  const statuses = [];
  for (const { path, contentType, contentEncoding = "identity", body } of requests) {
    const headers = { "content-type": contentType, "content-encoding": contentEncoding };
    const response = await postTo(path, new Uint8Array(Buffer.from(body, "base64")), { apiKey, headers });
    statuses.push(response.status);
  }
  vi.useRealTimers();
  return { statuses, projectId };
}

describe("the stock exporters of OpenTelemetry for Node", () => {
  it.each(["application/x-protobuf", "application/json"])("are understood in %s", async (type) => {
    const { statuses, projectId } = await replay(type);
    expect(statuses).toEqual([200, 200, 200]);
    const messages = await queued(projectId, 3);
    expect(rowsOf(messages, "otel_traces")).toMatchObject([
      {
        ServiceName: "checkout",
        ScopeName: "shop",
        SpanName: "POST /checkout",
        SpanKind: "Internal",
        SpanAttributes: {
          "http.request.method": "POST",
          "cart.items": "3",
          "cart.total": "19.5",
          "cart.gift": "true",
          tags: '["a","b"]',
        },
        StatusCode: "Error",
        StatusMessage: "card declined",
        "Events.Name": ["charged"],
        "Events.Attributes": [{ "payment.id": "p-1" }],
      },
    ]);
    expect(rowsOf(messages, "otel_logs")).toMatchObject([
      {
        ServiceName: "checkout",
        Body: "card declined",
        SeverityNumber: 17,
        SeverityText: "ERROR",
        LogAttributes: { "cart.items": "3" },
      },
    ]);
    expect(rowsOf(messages, "otel_metrics_sum")).toMatchObject([
      { MetricName: "orders", MetricUnit: "{order}", Value: 2, IsMonotonic: true, Attributes: { country: "DE" } },
    ]);
    expect(rowsOf(messages, "otel_metrics_histogram")).toMatchObject([
      { MetricName: "checkout.duration", Count: "1", Sum: 0.25, Min: 0.25, Max: 0.25 },
    ]);
  });
});

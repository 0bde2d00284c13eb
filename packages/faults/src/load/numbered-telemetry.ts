import { randomBytes, randomUUID } from "node:crypto";
import { lateMs, type NumberedRequest } from "./numbered-request.ts";

/** Requests of OTLP in JSON, written by hand as its specification has them. Each record has an id of its own, as the attribute `record.id`. */

export const recordIdKey = "record.id";

const signals = ["logs", "traces", "metrics"] as const;
type Signal = (typeof signals)[number];

/** Logs, spans and points by turns. The same bytes at each attempt: by them ingest knows a request that comes again. */
export function makeTelemetry(turn: number, count: number): NumberedRequest {
  const signal = signals[turn % signals.length] ?? "logs";
  const ids = Array.from({ length: count }, newId);
  const body = JSON.stringify(requestOf[signal](ids.map((id, index) => ({ id, time: timeOf(index) }))));
  return {
    ids,
    path: `/v1/${signal}`,
    type: "application/json",
    encode: () => body,
    faultOf: (answer) => (JSON.stringify(answer) === "{}" ? undefined : `partial success: ${JSON.stringify(answer)}`),
  };
}

/** Without digits: of some thousands of UUIDs one looks to redaction like the number of a card or an account. */
const newId = (): string => randomUUID().replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)));

type RecordAt = { id: string; time: string };

/** Nanoseconds since the epoch; some days late, so that a message's rows lie in several partitions. */
const timeOf = (index: number): string =>
  String(BigInt(Date.now() - (index % 9 === 8 ? lateMs : 0)) * 1_000_000n + BigInt(1 + index));

const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
const resource = { attributes: [attribute("service.name", "checkout")] };
const hex = (bytes: number): string => randomBytes(bytes).toString("hex");

const requestOf: Record<Signal, (records: readonly RecordAt[]) => object> = {
  logs: (records) => ({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: records.map(logRecord) }] }] }),
  traces: (records) => ({ resourceSpans: [{ resource, scopeSpans: [{ spans: records.map(span) }] }] }),
  metrics: (records) => ({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics: metrics(records) }] }] }),
};

const logRecord = ({ id, time }: RecordAt) => ({
  timeUnixNano: time,
  severityNumber: 9,
  body: { stringValue: "one of many lines" },
  attributes: [attribute(recordIdKey, id)],
});

const span = ({ id, time }: RecordAt) => ({
  traceId: hex(16),
  spanId: hex(8),
  name: "GET /cart",
  kind: 2,
  startTimeUnixNano: time,
  endTimeUnixNano: String(BigInt(time) + 5_000_000n),
  attributes: [attribute(recordIdKey, id)],
});

/** A gauge and a sum, whose points are rows of two tables. */
function metrics(records: readonly RecordAt[]) {
  const points = records.map(({ id, time }) => ({
    timeUnixNano: time,
    asInt: "7",
    attributes: [attribute(recordIdKey, id)],
  }));
  const half = points.length >> 1;
  return [
    { name: "carts", gauge: { dataPoints: points.slice(0, half) } },
    { name: "orders", sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: points.slice(half) } },
  ];
}

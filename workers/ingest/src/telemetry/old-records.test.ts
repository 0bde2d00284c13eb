import { describe, expect, it } from "vitest";
import { queued, rowsOf } from "../../test/batches.ts";
import { logRecord, logsOf, nowNanos, postLogs, serverKey } from "../../test/telemetry.ts";

/** A log record comes but once, so that it is stored whatever its sender or its line says of time. */

const minuteNanos = 60_000_000_000n;
const monthNanos = 30n * 86_400_000_000_000n;

const secondOf = (nanos: bigint): string =>
  new Date(Number(nanos / 1_000_000n)).toISOString().slice(0, 19).replace("T", " ");

describe("a log record", () => {
  it("of last month is kept under when it was observed, and its sender hears of it", async () => {
    const { apiKey, projectId } = await serverKey();
    const observedTimeUnixNano = nowNanos() - minuteNanos;
    const old = logRecord({ timeUnixNano: nowNanos() - monthNanos, observedTimeUnixNano });
    const response = await postLogs(logsOf([old, logRecord()]), { apiKey });
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedLogRecords: "0", errorMessage: expect.stringMatching(/^1 log records lay/) },
    });
    expect(rowsOf(await queued(projectId), "otel_logs")).toMatchObject([
      {
        Timestamp: expect.stringMatching(`^${secondOf(observedTimeUnixNano)}`),
        LogAttributes: { "log.time": expect.stringMatching(/Z$/) },
      },
      { LogAttributes: {} },
    ]);
  });

  it("whose line tells an old time has the one that it came with, and what was read as an attribute", async () => {
    const steps = [{ kind: "parse", format: "logfmt" }, { kind: "timestamp" }];
    const { apiKey, projectId } = await serverKey({ logs: { pipelines: [{ name: "times", steps }] } });
    const timeUnixNano = nowNanos() - minuteNanos;
    const body = "time=2001-02-03T04:05:06.789Z msg=restored";
    expect((await postLogs(logsOf([logRecord({ timeUnixNano, body })]), { apiKey })).status).toBe(200);
    expect(rowsOf(await queued(projectId), "otel_logs")).toMatchObject([
      {
        Timestamp: expect.stringMatching(`^${secondOf(timeUnixNano)}`),
        LogAttributes: { msg: "restored", "log.time": "2001-02-03T04:05:06.789000000Z" },
      },
    ]);
  });
});

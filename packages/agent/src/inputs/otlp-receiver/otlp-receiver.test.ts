import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { writeLogs, writeMetrics, writeSpans } from "@perigee/otlp";
import { afterEach, describe, expect, it } from "vitest";
import { type InputRecorder, portOf, recordsOf, runInput, until } from "../../../test/input-recorder.ts";
import { resourceOf, scopeOf } from "../instruments.ts";
import { logRecord } from "../log-record.ts";
import { otlpReceiverInput } from "./otlp-receiver.ts";
import { OtlpReceiverConfig } from "./otlp-receiver-config.ts";

const runs: InputRecorder[] = [];
afterEach(async () => {
  for (const run of runs.splice(0)) await run.stop();
});

async function listen(emit?: () => Promise<void>) {
  const run = runInput(otlpReceiverInput(OtlpReceiverConfig.parse({ type: "otlp", port: 0 })), {
    ...(emit && { emit }),
  });
  runs.push(run);
  await until(() => expect(run.logs).toHaveLength(1));
  const url = `http://127.0.0.1:${portOf(run)}`;
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  return { run, url, post };
}

const resource = resourceOf({ "service.name": "checkout" });
const record = logRecord({ body: "Order placed", observedTimeUnixNano: 1_795_378_300_000_000_000n });
const logs = [{ resource, scope: scopeOf("test"), items: [record] }];
const logsJson = writeLogs(logs);
const protobuf = { "content-type": "application/x-protobuf" };

/** `LogsData` with one record whose body is `hi`, by hand: resource_logs 1, scope_logs 2, log_records 2, body 5, string_value 1. */
const logsProtobuf = Uint8Array.from([0x0a, 10, 0x12, 8, 0x12, 6, 0x2a, 4, 0x0a, 2, 0x68, 0x69]);

describe("what is taken", () => {
  it("is logs, spans and metrics as JSON", async () => {
    const { run, post } = await listen();
    const answers = [
      await post("/v1/logs", logsJson),
      await post("/v1/traces", writeSpans([])),
      await post("/v1/metrics?x=1", writeMetrics([]), { "content-type": "application/json; charset=utf-8" }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
      expect(await answer.json()).toEqual({});
    }
    expect(run.emitted).toEqual([{ logs }, { spans: [] }, { metrics: [] }]);
  });

  it("is protobuf, answered as protobuf", async () => {
    const { run, post } = await listen();
    const answer = await post("/v1/logs", logsProtobuf, protobuf);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/x-protobuf"]);
    expect((await answer.bytes()).length).toBe(0);
    expect(recordsOf(run.emitted).map(({ body }) => body)).toEqual(["hi"]);
  });

  it("may be gzipped", async () => {
    const { run, post } = await listen();
    const answer = await post("/v1/logs", gzipSync(logsJson), { "content-encoding": "gzip" });
    expect(answer.status).toBe(200);
    expect(run.emitted).toEqual([{ logs }]);
  });

  it("is what is good of a request, and the exporter hears of the rest", async () => {
    const { run, post } = await listen();
    const broken = JSON.parse(logsJson);
    broken.resourceLogs[0].scopeLogs[0].logRecords.push({ body: { stringValue: "x" }, severityNumber: {} });
    const answer = await post("/v1/logs", JSON.stringify(broken));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      partialSuccess: { rejectedLogRecords: "1", errorMessage: expect.stringContaining("severityNumber") },
    });
    expect(run.emitted).toEqual([{ logs }]);
    expect(run.counts.get("perigee.agent.input.rejected")).toBe(1);
  });
});

describe("what is refused", () => {
  const gzip = { "content-encoding": "gzip" };
  const tooLarge = new Uint8Array(9 * 1024 * 1024);
  const json = { path: "/v1/logs", body: logsJson, headers: {} };
  it.each<{
    what: string;
    path: string;
    body: string | Uint8Array<ArrayBuffer>;
    headers: Record<string, string>;
    status: number;
  }>([
    { ...json, what: "no JSON", body: "{", status: 400 },
    { ...json, what: "no protobuf", body: Uint8Array.from([0x0a, 200, 1]), headers: protobuf, status: 400 },
    { ...json, what: "no gzip", headers: gzip, status: 400 },
    { ...json, what: "gzip cut off", body: gzipSync(logsJson).subarray(0, 40), headers: gzip, status: 400 },
    { ...json, what: "packed otherwise", headers: { "content-encoding": "br" }, status: 415 },
    { ...json, what: "of another type", headers: { "content-type": "text/plain" }, status: 415 },
    { ...json, what: "elsewhere", path: "/v1/profiles", status: 404 },
    { ...json, what: "too large", body: tooLarge, status: 413 },
    { ...json, what: "too large when unpacked", body: gzipSync(tooLarge), headers: gzip, status: 413 },
  ])("is $what", async ({ path, body, headers, status }) => {
    const { run, post } = await listen();
    const answer = await post(path, body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/[A-Z]\w+ .+/);
    // The next request is fine: nothing of the refused one is left over.
    expect((await post("/v1/logs", logsJson)).status).toBe(200);
    expect(run.emitted).toEqual([{ logs }]);
  });

  it("is too large without saying so beforehand", async () => {
    const { url } = await listen();
    const body = new Blob(Array(9).fill(new Uint8Array(1024 * 1024))).stream();
    const init = { method: "POST", body, duplex: "half" as const, headers: { "content-type": "application/json" } };
    expect((await fetch(`${url}/v1/logs`, init)).status).toBe(413);
  });

  it("is broken off in its middle, and holds nothing up", async () => {
    const { run, url, post } = await listen();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    const head = "POST /v1/logs HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    await new Promise((sent) => socket.write(head, sent));
    socket.destroy();
    expect((await post("/v1/logs", logsJson)).status).toBe(200);
    expect(run.emitted).toEqual([{ logs }]);
  });

  it("is GET, and a page's preflight", async () => {
    const { url } = await listen();
    expect((await fetch(`${url}/v1/logs`, { headers: { "content-type": "application/json" } })).status).toBe(405);
    const preflight = await fetch(`${url}/v1/logs`, { method: "OPTIONS", headers: { origin: "https://evil.example" } });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([405, null]);
  });

  it("is said to protobuf as a google.rpc.Status", async () => {
    const { post } = await listen();
    const answer = await post("/v1/nothing", logsProtobuf, protobuf);
    const bytes = await answer.bytes();
    expect([answer.status, bytes[0], bytes[1], bytes[2]]).toEqual([404, 0x08, 3, 0x12]);
    expect(new TextDecoder().decode(bytes.subarray(4))).toMatch(/^There are/);
  });

  it("is gRPC, whose clients are told what to set", async () => {
    const { run, url, post } = await listen();
    const session = connectHttp2(url);
    await once(session, "error").catch(() => undefined);
    await until(() => expect(run.logs.at(-1)?.message).toContain("http/protobuf"));
    const answer = await post("/v1/logs", "", { "content-type": "application/grpc" });
    expect([answer.status, await answer.text()]).toEqual([415, expect.stringContaining("http/protobuf")]);
  });
});

describe("while the agent's buffer is full", () => {
  it("answers only when it has the telemetry, and sends the ninth request away for a second", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let waiting = 0;
    const { run, post } = await listen(() => {
      waiting++;
      return opened;
    });
    const held = Array.from({ length: 8 }, () => post("/v1/logs", logsJson));
    await until(() => expect(waiting).toBe(8));
    const refused = await post("/v1/logs", logsJson);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    open();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await post("/v1/logs", logsJson)).status).toBe(200);
    expect(run.emitted).toHaveLength(9);
  });

  it("tells the exporter to come again when the buffer failed", async () => {
    const { run, post } = await listen(() => Promise.reject(new Error("disk full")));
    const answer = await post("/v1/logs", logsJson);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(run.logs.at(-1)).toMatchObject({ level: "warn", fields: { cause: "disk full" } });
  });
});

it("at its end answers what it has begun, and takes no more", async () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  const { run, url, post } = await listen(() => {
    waiting++;
    return opened;
  });
  const begun = post("/v1/logs", logsJson);
  await until(() => expect(waiting).toBe(1));
  const stopped = run.stop();
  open();
  expect((await begun).status).toBe(200);
  await stopped;
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await expect(once(socket, "connect")).rejects.toThrow("ECONNREFUSED");
});

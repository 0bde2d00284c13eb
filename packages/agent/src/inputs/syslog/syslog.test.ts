import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { type InputRecorder, portOf, recordsOf, runInput, until } from "../../../test/input-recorder.ts";
import { syslogInput } from "./syslog.ts";
import { SyslogConfig } from "./syslog-config.ts";

const runs: InputRecorder[] = [];
afterEach(async () => {
  for (const run of runs.splice(0)) await run.stop();
});

async function listen(options: Record<string, unknown> = {}, emit?: () => Promise<void>) {
  const config = SyslogConfig.parse({ type: "syslog", port: 0, ...options });
  const run = runInput(syslogInput(config), { ...(emit && { emit }) });
  runs.push(run);
  await until(() => expect(run.logs).toHaveLength(config.transports.length));
  return run;
}

async function tcp(run: InputRecorder): Promise<Socket> {
  const socket = connect(portOf(run, "tcp"), "127.0.0.1");
  // The input may close it, as some tests want.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function sendUdp(run: InputRecorder, messages: (string | Buffer)[]): Promise<void> {
  const socket = createSocket("udp4");
  for (const message of messages)
    await new Promise<void>((sent, failed) =>
      socket.send(message, portOf(run, "udp"), "127.0.0.1", (error) => (error ? failed(error) : sent())),
    );
  socket.close();
}

const bodiesOf = (run: InputRecorder) => recordsOf(run.emitted).map(({ body }) => body);

describe("a message", () => {
  it("of RFC 5424 has its time, severity, source and structured data", async () => {
    const run = await listen();
    await sendUdp(run, ['<165>1 2026-10-11T22:14:15.003Z web-1 shop 4711 ID47 [a@1 k="v"] Order placed\n']);
    await until(() => expect(bodiesOf(run)).toEqual(["Order placed"]));
    const [scoped] = run.emitted[0]?.logs ?? [];
    expect(Object.fromEntries(scoped?.resource.attributes ?? [])).toEqual({
      "service.name": "shop",
      "host.name": "web-1",
    });
    expect(scoped?.items[0]).toMatchObject({
      timeUnixNano: 1_791_756_855_003_000_000n,
      severityNumber: 10,
      severityText: "notice",
    });
    expect(Object.fromEntries(scoped?.items[0]?.attributes ?? [])).toEqual({
      "syslog.facility": "local4",
      "process.pid": 4711,
      "syslog.msg_id": "ID47",
      "syslog.a@1.k": "v",
      "network.transport": "udp",
      "client.address": "127.0.0.1",
    });
  });

  it("of RFC 3164 has its program as service, unless the config names one", async () => {
    const line = "<34>Oct 11 22:14:15 mymachine su: 'su root' failed\n";
    for (const [options, service] of [
      [{}, "su"],
      [{ service: "hosts" }, "hosts"],
    ] as const) {
      const run = await listen(options);
      (await tcp(run)).end(line);
      await until(() => expect(bodiesOf(run)).toEqual(["'su root' failed"]));
      expect(run.emitted[0]?.logs?.[0]?.resource.attributes.get("service.name")).toBe(service);
      expect(recordsOf(run.emitted)[0]?.severityText).toBe("crit");
    }
  });

  it("that is none is kept as it is", async () => {
    const run = await listen();
    await sendUdp(run, ["no syslog", Buffer.from([0xff, 0xfe, 0x41]), ""]);
    await until(() => expect(bodiesOf(run)).toEqual(["no syslog", "\ufffd\ufffdA"]));
    expect(recordsOf(run.emitted)[0]).toMatchObject({ timeUnixNano: 0n, severityNumber: 0 });
  });

  it("that is too long is cut and counted", async () => {
    const run = await listen();
    (await tcp(run)).end(`<13>${"x".repeat(100_000)}\n<13>next\n`);
    await until(() => expect(bodiesOf(run)).toEqual(["x".repeat(65_532), "next"]));
    expect(recordsOf(run.emitted).map(({ attributes }) => attributes.get("log.truncated"))).toEqual([true, undefined]);
    expect(run.counts.get("perigee.agent.input.cut")).toBe(1);
  });
});

describe.runIf(existsSync("/usr/bin/logger"))("logger of util-linux", () => {
  it.each([
    ["5424 over UDP", ["--udp", "--rfc5424"]],
    ["3164 over UDP", ["--udp", "--rfc3164"]],
    ["5424 over TCP with newlines", ["--tcp", "--rfc5424"]],
    ["5424 over TCP with counts", ["--tcp", "--rfc5424", "--octet-count"]],
  ])("is understood: %s", async (_, options) => {
    const run = await listen();
    const port = portOf(run, options.includes("--udp") ? "udp" : "tcp");
    const where = ["--server", "127.0.0.1", "--port", String(port), "--tag", "shop", "--priority", "local0.warning"];
    await promisify(execFile)("/usr/bin/logger", [...options, ...where, "Order <17> placed"]);
    await until(() => expect(bodiesOf(run)).toEqual(["Order <17> placed"]));
    const [record] = recordsOf(run.emitted);
    expect(record?.severityText).toBe("warning");
    expect(run.emitted[0]?.logs?.[0]?.resource.attributes.get("service.name")).toBe("shop");
    expect(Math.abs(Number(record?.timeUnixNano) / 1e6 - Date.now())).toBeLessThan(60_000);
  });
});

describe("while the agent's buffer is full", () => {
  it("makes senders over TCP wait, and loses nothing", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const run = await listen({}, () => opened);
    const socket = await tcp(run);
    const lines = Array.from({ length: 60_000 }, (_, index) => `<13>line ${index} ${"x".repeat(300)}\n`).join("");
    const done = once(socket.end(lines), "finish");
    await until(() => expect(socket.writableLength).toBeGreaterThan(0));
    expect(run.emitted).toEqual([]);
    open();
    await done;
    await until(() => expect(recordsOf(run.emitted)).toHaveLength(60_000));
    const largest = Math.max(...run.emitted.map((telemetry) => recordsOf([telemetry]).length));
    expect(largest).toBeLessThanOrEqual(10_000);
  });

  it("drops datagrams, counts them and says so once", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const run = await listen({ transports: ["udp"] }, () => opened);
    const batch = Array.from({ length: 500 }, (_, index) => `<13>line ${index}`);
    await until(async () => {
      await sendUdp(run, batch);
      expect(run.counts.get("perigee.agent.input.dropped")).toBeGreaterThan(0);
    });
    expect(run.logs.filter(({ level }) => level === "warn")).toHaveLength(1);
    open();
    await until(() => expect(recordsOf(run.emitted).length).toBeGreaterThan(10_000));
  });
});

describe("connections", () => {
  it("beyond 256 are refused, and said once", async () => {
    const run = await listen({ transports: ["tcp"] });
    const sockets = await Promise.all(Array.from({ length: 256 }, () => tcp(run)));
    const refused = [await tcp(run), await tcp(run)];
    await Promise.all(refused.map((socket) => socket.closed || once(socket, "close")));
    expect(run.logs.filter(({ level }) => level === "warn")).toHaveLength(1);
    sockets[0]?.end("<13>still heard\n");
    await until(() => expect(bodiesOf(run)).toEqual(["still heard"]));
    for (const socket of sockets) socket.destroy();
  });

  it("that break off in a message leave what came of it", async () => {
    const run = await listen();
    (await tcp(run)).end("<13>whole\n<13>half");
    await until(() => expect(bodiesOf(run)).toEqual(["whole", "half"]));
  });

  it("do not hold the end up, and what was received is handed over", async () => {
    const run = await listen();
    const socket = await tcp(run);
    socket.write("<13>last\n");
    await until(() => expect(bodiesOf(run)).toEqual(["last"]));
    await run.stop();
    await (socket.closed || once(socket, "close"));
    expect(run.logs.every(({ level }) => level === "info")).toBe(true);
  });
});

it("throws where the port is taken, and leaves nothing open", async () => {
  const first = await listen({ transports: ["udp"] });
  const taken = SyslogConfig.parse({ type: "syslog", port: portOf(first, "udp"), transports: ["tcp", "udp"] });
  const run = runInput(syslogInput(taken));
  await expect(run.ended).rejects.toThrow("EADDRINUSE");
  // The port of TCP was free and must be so again.
  const again = await listen({ port: portOf(first, "udp"), transports: ["tcp"] });
  expect(portOf(again, "tcp")).toBe(portOf(first, "udp"));
});

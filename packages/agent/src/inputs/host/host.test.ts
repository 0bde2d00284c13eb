import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metricsOf, runInput, until, valuesOf } from "../../../test/input-recorder.ts";
import { hostInput } from "./host.ts";
import { HostConfig } from "./host-config.ts";

const recorded = new URL("../../../test/data/host", import.meta.url).pathname;
const bootNanos = 1_795_339_941_000_000_000n;
let root = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "perigee-host-"));
  await cp(recorded, root, { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

async function sampleOnce(options: Record<string, unknown> = {}) {
  const run = runInput(hostInput(HostConfig.parse({ type: "host", rootPath: root, ...options })));
  await until(() => expect(run.emitted).toHaveLength(1));
  await run.stop();
  return { run, metrics: metricsOf(run.emitted) };
}

describe("a host whose files were recorded", () => {
  it("is told of under OpenTelemetry's names, kinds and units", async () => {
    const { metrics } = await sampleOnce();
    const described = metrics.map(({ name, unit, data }) => {
      const kind = data.kind === "sum" ? (data.isMonotonic ? "counter" : "updowncounter") : data.kind;
      return `${name} ${kind} ${unit}`;
    });
    expect(described).toEqual([
      "system.uptime gauge s",
      "system.cpu.time counter s",
      "system.cpu.load_average.1m gauge {thread}",
      "system.cpu.load_average.5m gauge {thread}",
      "system.cpu.load_average.15m gauge {thread}",
      "system.memory.usage updowncounter By",
      "system.memory.utilization gauge 1",
      "system.memory.limit updowncounter By",
      "system.memory.linux.available updowncounter By",
      "system.paging.usage updowncounter By",
      "system.paging.utilization gauge 1",
      "system.paging.operations counter {operation}",
      "system.paging.faults counter {fault}",
      "system.disk.io counter By",
      "system.disk.operations counter {operation}",
      "system.disk.merged counter {operation}",
      "system.disk.operation_time counter s",
      "system.disk.io_time counter s",
      "system.filesystem.usage updowncounter By",
      "system.filesystem.utilization gauge 1",
      "system.filesystem.limit updowncounter By",
      "system.network.io counter By",
      "system.network.packet.count counter {packet}",
      "system.network.errors counter {error}",
      "system.network.packet.dropped counter {packet}",
      "system.network.connection.count updowncounter {connection}",
      "system.process.count updowncounter {process}",
      "system.process.created counter {process}",
      "process.cpu.time counter s",
      "process.memory.usage updowncounter By",
      "process.memory.virtual updowncounter By",
      "process.thread.count updowncounter {thread}",
    ]);
    const sums = metrics.flatMap(({ name, data }) =>
      data.kind === "sum" && name.startsWith("system.") ? data.points : [],
    );
    expect(new Set(sums.map(({ startTimeUnixNano }) => startTimeUnixNano))).toEqual(new Set([bootNanos]));
  });

  it("has the values of its files", async () => {
    const { metrics } = await sampleOnce();
    expect(valuesOf(metrics, "system.cpu.time")).toMatchObject({
      "cpu.mode=user cpu.logical_number=0": 14_059.36,
      "cpu.mode=interrupt cpu.logical_number=1": 131.62,
      "cpu.mode=steal cpu.logical_number=1": 292.27,
    });
    expect(valuesOf(metrics, "system.memory.limit")).toEqual({ "": 24_684_084 * 1024 });
    expect(valuesOf(metrics, "system.paging.usage")).toEqual({
      "system.device=/swap file system.paging.state=used": 524_288 * 1024,
      "system.device=/swap file system.paging.state=free": (2_097_148 - 524_288) * 1024,
    });
    expect(valuesOf(metrics, "system.paging.operations")).toEqual({
      "system.paging.direction=in": 7,
      "system.paging.direction=out": 11,
    });
    expect(valuesOf(metrics, "system.disk.io_time")).toEqual({ "system.device=vda": 943.668 });
    expect(valuesOf(metrics, "system.network.errors")).toMatchObject({
      "network.interface.name=eth0 network.io.direction=receive": 3,
      "network.interface.name=eth0 network.io.direction=transmit": 0,
    });
    expect(valuesOf(metrics, "system.network.packet.dropped")).toMatchObject({
      "network.interface.name=eth0 network.io.direction=receive": 5,
    });
    expect(Object.keys(valuesOf(metrics, "system.network.io")).join()).not.toContain("veth");
    expect(valuesOf(metrics, "system.network.connection.count")).toEqual({
      "network.transport=tcp network.connection.state=listen": 3,
      "network.transport=tcp network.connection.state=time_wait": 2,
      "network.transport=tcp network.connection.state=established": 2,
      "network.transport=udp": 0,
    });
    expect(valuesOf(metrics, "system.process.count")).toEqual({ "process.state=sleeping": 3 });
  });

  it("has no pseudo file systems, and each device once", async () => {
    const { metrics } = await sampleOnce();
    const usage = valuesOf(metrics, "system.filesystem.usage");
    const at =
      "system.device=/dev/vda system.filesystem.mountpoint=/ system.filesystem.type=ext4 system.filesystem.mode=rw";
    expect(Object.keys(usage)).toEqual(
      ["used", "free", "reserved"].map((state) => `${at} system.filesystem.state=${state}`),
    );
    const total = Object.values(usage).reduce((sum, bytes) => sum + bytes, 0);
    expect(valuesOf(metrics, "system.filesystem.limit")).toEqual({ [at]: total });
  });

  it("names processes, but what they were called with only when asked to", async () => {
    const { metrics } = await sampleOnce();
    const named = "process.pid=42 process.executable.name=tmux: (1) server process.owner=ada";
    expect(valuesOf(metrics, "process.memory.usage")[named]).toBe(6_000 * 1024);
    expect(valuesOf(metrics, "process.cpu.time")[`${named} cpu.mode=user`]).toBe(12.34);
    const { metrics: withCommands } = await sampleOnce({ commandLines: true });
    expect(Object.keys(valuesOf(withCommands, "process.thread.count")).join()).toContain(
      "process.command_line=node server.js --token hunter2",
    );
  });

  it("tells of so many processes as asked for, none at 0", async () => {
    const { metrics } = await sampleOnce({ topProcesses: 1 });
    // Process 1 takes most of both.
    expect(Object.keys(valuesOf(metrics, "process.memory.usage"))).toEqual([
      "process.pid=1 process.executable.name=systemd process.owner=root",
    ]);
    const { metrics: without } = await sampleOnce({ topProcesses: 0 });
    expect(without.map(({ name }) => name).filter((name) => name.startsWith("process."))).toEqual([]);
  });

  it("gives its parts of CPU time from the second sample on", async () => {
    const run = runInput(
      hostInput({ ...HostConfig.parse({ type: "host", rootPath: root, parts: ["cpu"] }), interval: 50 }),
    );
    await until(() => expect(run.emitted).toHaveLength(1));
    const stat = await readFile(join(recorded, "proc/stat"), "utf8");
    // 60 ticks of user time and 40 of idle; of the other CPU idle goes back, as kernels let it.
    const later = stat
      .replace("cpu0 1405936 146215 431221 1781218", "cpu0 1405996 146215 431221 1781258")
      .replace("cpu1 1530377 144833 462528 1603958", "cpu1 1530387 144833 462528 1603900");
    await writeFile(join(root, "proc/stat.new"), later);
    await rename(join(root, "proc/stat.new"), join(root, "proc/stat"));
    const used = () => valuesOf(metricsOf(run.emitted.slice(1)), "system.cpu.utilization");
    await until(() => expect(used()).not.toEqual({}));
    await run.stop();
    await writeFile(join(root, "proc/stat"), stat);
    expect(valuesOf(metricsOf(run.emitted.slice(0, 1)), "system.cpu.utilization")).toEqual({});
    expect(used()).toMatchObject({
      "cpu.mode=user cpu.logical_number=0": expect.closeTo(0.6, 9),
      "cpu.mode=idle cpu.logical_number=0": expect.closeTo(0.4, 9),
      "cpu.mode=user cpu.logical_number=1": 1,
      "cpu.mode=idle cpu.logical_number=1": 0,
    });
  });

  it("tells of the limits of its container in both versions of control groups", async () => {
    await cp(join(recorded, "../cgroup2"), root, { recursive: true });
    const { metrics } = await sampleOnce({ parts: ["container"] });
    expect(valuesOf(metrics, "container.memory.available")).toEqual({ "": 536_870_912 - 104_857_600 });
    expect(valuesOf(metrics, "container.cpu.time")).toEqual({ "": 12.5 });
    await rm(join(root, "sys/fs"), { recursive: true });
    await cp(join(recorded, "../cgroup1"), root, { recursive: true });
    const { metrics: first } = await sampleOnce({ parts: ["container"] });
    expect(valuesOf(first, "container.memory.usage")).toEqual({ "": 52_428_800 });
    expect(valuesOf(first, "container.cpu.time")).toEqual({ "": 3.25 });
    await rm(join(root, "sys/fs"), { recursive: true });
  });
});

it("says once that there is no /proc, and ends", async () => {
  const run = runInput(hostInput(HostConfig.parse({ type: "host", rootPath: "/nowhere" })));
  await run.ended;
  expect(run.emitted).toEqual([]);
  expect(run.logs.map(({ level }) => level)).toEqual(["error"]);
});

it.runIf(platform() === "linux")("samples the very machine that it runs on", async () => {
  const run = runInput(hostInput(HostConfig.parse({ type: "host" })));
  await until(() => expect(run.emitted).toHaveLength(1));
  await run.stop();
  const metrics = metricsOf(run.emitted);
  const own = Object.keys(valuesOf(metrics, "process.memory.usage"));
  expect(valuesOf(metrics, "system.uptime")[""]).toBeGreaterThan(0);
  expect(Object.values(valuesOf(metrics, "system.memory.utilization")).every((part) => part >= 0 && part <= 1)).toBe(
    true,
  );
  expect(own.length).toBeGreaterThan(0);
  expect(run.logs).toEqual([]);
});

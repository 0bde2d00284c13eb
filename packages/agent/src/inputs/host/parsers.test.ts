import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utilizationSince } from "./cpu.ts";
import { parseDiskstats } from "./disk.ts";
import { parseMounts } from "./file-systems.ts";
import { parseMeminfo } from "./memory.ts";
import { countTcpStates, parseNetDev, parseSockstat } from "./network.ts";
import { parseSwaps } from "./paging.ts";
import { parseProcStat } from "./proc-stat.ts";
import { chooseTop } from "./process-choice.ts";
import { type ProcessStat, parsePasswd, parseProcessStat, parseProcessStatus } from "./process-stat.ts";

describe("files of other kernels", () => {
  it("reads a /proc/stat of Linux 2.4, which has four modes", () => {
    const { cpus, bootSeconds } = parseProcStat("cpu  100 20 30 4000\ncpu0 100 20 30 4000\n");
    expect(cpus[1]).toEqual({
      number: 0,
      seconds: { user: 1, nice: 0.2, system: 0.3, idle: 40, iowait: 0, interrupt: 0, steal: 0 },
    });
    expect(bootSeconds).toBeUndefined();
  });

  it("reads sizes with and without a unit", () => {
    expect(Object.fromEntries(parseMeminfo("MemTotal:  2 kB\nHugePages_Total:   3\nodd line\n"))).toEqual({
      MemTotal: 2_048,
      HugePages_Total: 3,
    });
  });

  it.each(["", "   8  0 sda 1 2 3", "rubbish"])("leaves out the disk of %j", (line) => {
    expect(parseDiskstats(line)).toEqual([]);
  });

  it("reads a disk of 11 fields, as before Linux 4.18", () => {
    expect(parseDiskstats("   8       0 sda 10 1 100 20 30 2 200 40 0 50 60")).toEqual([
      {
        device: "sda",
        read: { count: 10, merged: 1, bytes: 51_200, seconds: 0.02 },
        write: { count: 30, merged: 2, bytes: 102_400, seconds: 0.04 },
        busySeconds: 0.05,
      },
    ]);
  });

  it("reads an interface whose name touches its first number", () => {
    expect(parseNetDev("eth0:123 4 0 0 0 0 0 0 5 6 0 0 0 0 0 0")).toMatchObject([
      { name: "eth0", receive: { bytes: 123, packets: 4 }, transmit: { bytes: 5, packets: 6 } },
    ]);
  });

  it("adds up sockets of both versions of IP, and those that wait after their end", () => {
    expect(
      parseSockstat("TCP: inuse 9 orphan 0 tw 50 alloc 9 mem 0\nUDP: inuse 2 mem 0\nTCP6: inuse 3\nUDP6: inuse 1"),
    ).toEqual({
      tcp: 62,
      udp: 3,
    });
  });
});

describe("processes", () => {
  it.each(["", "12", "12 name S 1", ") 1 (", "x (name) S 1"])("leaves out %j", (text) => {
    expect(parseProcessStat(text)).toBeUndefined();
  });

  it("takes a process that has taken much CPU since the last sample, not in its life", () => {
    const before = [processWith({ pid: 1, userSeconds: 900 }), processWith({ pid: 2, userSeconds: 1 })];
    const now = [processWith({ pid: 1, userSeconds: 901 }), processWith({ pid: 2, userSeconds: 9 })];
    expect(chooseTop(before, now, 1).map(({ process, spentSeconds }) => [process.pid, spentSeconds])).toContainEqual([
      2, 8,
    ]);
  });

  it("does not take a later process of the same number for the earlier one", () => {
    const before = [processWith({ pid: 1, userSeconds: 900, startSeconds: 5 })];
    const now = [processWith({ pid: 1, userSeconds: 1, startSeconds: 70 })];
    expect(chooseTop(before, now, 5)).toEqual([{ process: now[0], spentSeconds: undefined }]);
  });
});

describe("rubbish", () => {
  it("is read without an error by all parsers", () => {
    const lines = fc
      .array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 })
      .map((all) => all.map((bytes) => Buffer.from(bytes).toString("utf8")).join("\n"));
    fc.assert(
      fc.property(lines, (text) => {
        for (const parse of [
          parseProcStat,
          parseMeminfo,
          parseDiskstats,
          parseMounts,
          parseNetDev,
          parseSockstat,
          parseSwaps,
          parseProcessStat,
          parseProcessStatus,
          parsePasswd,
        ])
          parse(text);
        countTcpStates([text]);
      }),
    );
  });
});

it("has parts of CPU time that add up to 1 for each CPU", () => {
  const seconds = fc.record({
    ...Object.fromEntries(
      ["user", "nice", "system", "idle", "iowait", "interrupt", "steal"].map((mode) => [mode, fc.nat(100_000)]),
    ),
  }) as fc.Arbitrary<ReturnType<typeof parseProcStat>["cpus"][number]["seconds"]>;
  fc.assert(
    fc.property(seconds, seconds, (before, now) => {
      const used = utilizationSince([{ number: 0, seconds: before }], [{ number: 0, seconds: now }]);
      const total = used.reduce((sum, { value }) => sum + value, 0);
      expect(used.every(({ value }) => value >= 0)).toBe(true);
      expect(used.length === 0 || Math.abs(total - 1) < 1e-9).toBe(true);
    }),
  );
});

const processWith = (known: Partial<ProcessStat>): ProcessStat => ({
  pid: 1,
  name: "node",
  state: "sleeping",
  userSeconds: 0,
  systemSeconds: 0,
  threads: 1,
  startSeconds: 0,
  residentPages: 0,
  ...known,
});

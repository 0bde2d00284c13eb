import type { Metric } from "@perigee/otlp";
import type { Input } from "../../input.ts";
import { every, nowNanos } from "../every.ts";
import { gauge, type Interval, resourceOf, scopeOf } from "../instruments.ts";
import { textOf, troublesOf } from "../troubles.ts";
import { cgroupPart } from "./cgroup.ts";
import { cpuPart } from "./cpu.ts";
import { diskPart } from "./disk.ts";
import { fileSystemsPart } from "./file-systems.ts";
import type { HostConfig } from "./host-config.ts";
import { hostFiles } from "./host-files.ts";
import { memoryPart } from "./memory.ts";
import { networkPart } from "./network.ts";
import { pagingPart } from "./paging.ts";
import type { Part } from "./part.ts";
import { parseProcStat } from "./proc-stat.ts";
import { processesPart } from "./processes.ts";

const uptime = gauge("system.uptime", "s", "Time since the start of the system.");

/** Samples the host from /proc and /sys under OpenTelemetry's names for systems and processes. */
export const hostInput =
  (config: HostConfig): Input =>
  async (context) => {
    const files = hostFiles(config.rootPath);
    const { bootSeconds } = parseProcStat((await files.text("proc/stat")) ?? "");
    if (bootSeconds === undefined) {
      context.log("error", "no metrics of this host: they are read from Linux's /proc, which is not here");
      return;
    }
    const troubles = troublesOf(context);
    // Taken once: the kernel's own answer moves with corrections of the clock, and a start that moves is a reset.
    const since = BigInt(bootSeconds) * 1_000_000_000n;
    const parts = config.parts.map((name) => ({ name, sample: makers[name](config) }));
    await every(config.interval, context.signal, async () => {
      const interval: Interval = { since, time: nowNanos() };
      const metrics = uptimeOf(await files.text("proc/uptime"), interval);
      for (const { name, sample } of parts)
        try {
          metrics.push(...(await sample(files, interval)));
          troubles.over(name);
        } catch (cause) {
          troubles.met(name, "a part of the host could not be sampled", { cause: textOf(cause) });
        }
      await context.emit({ metrics: [{ resource: resourceOf({}), scope: scopeOf("host"), items: metrics }] });
    });
  };

function uptimeOf(text: string | undefined, interval: Interval): Metric[] {
  const seconds = Number.parseFloat(text ?? "");
  return Number.isNaN(seconds) ? [] : [uptime(interval, [{ value: seconds }])];
}

const makers: Record<HostConfig["parts"][number], (config: HostConfig) => Part> = {
  cpu: cpuPart,
  memory: memoryPart,
  paging: pagingPart,
  disk: diskPart,
  filesystem: fileSystemsPart,
  network: networkPart,
  processes: ({ topProcesses, commandLines }) => processesPart({ top: topProcesses, commandLines }),
  container: cgroupPart,
};

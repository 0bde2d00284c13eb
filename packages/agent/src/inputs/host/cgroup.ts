import type { Metric } from "@perigee/otlp";
import { counter, type Interval, upDownCounter } from "../instruments.ts";
import { type HostFiles, linesOf } from "./host-files.ts";
import type { Part } from "./part.ts";

const cpuTime = counter("container.cpu.time", "s", "CPU time of the container that the agent runs in.");
const memoryUsage = upDownCounter("container.memory.usage", "By", "Memory of the container that the agent runs in.");
const memoryAvailable = upDownCounter("container.memory.available", "By", "Memory that the container may still take.");

/**
 * What the agent's own container takes and may take, where memory is limited: the rest of the host's numbers do not know of that limit.
 * https://opentelemetry.io/docs/specs/semconv/system/container-metrics/
 */
export const cgroupPart = (): Part => async (files, interval) => {
  const usage = (await cgroup2(files)) ?? (await cgroup1(files));
  return usage ? metricsOf(usage, interval) : [];
};

type Usage = { memoryBytes: number; memoryLimitBytes: number; cpuSeconds: number };

/** Without a limit, the first version says the largest number of pages that there is. */
const noLimitBytes = 2 ** 60;

/** https://www.kernel.org/doc/html/latest/admin-guide/cgroup-v2.html: `memory.max` is `max` without a limit. */
async function cgroup2(files: HostFiles): Promise<Usage | undefined> {
  const [max, current, stat = ""] = await Promise.all(
    ["memory.max", "memory.current", "cpu.stat"].map((name) => files.text(`sys/fs/cgroup/${name}`)),
  );
  const microseconds = linesOf(stat)
    .find((line) => line.startsWith("usage_usec "))
    ?.split(" ")[1];
  return limited({ limit: max, current, cpuSeconds: Number(microseconds ?? 0) / 1e6 });
}

/** https://www.kernel.org/doc/html/latest/admin-guide/cgroup-v1/ */
async function cgroup1(files: HostFiles): Promise<Usage | undefined> {
  const [limit, current, nanoseconds = "0"] = await Promise.all(
    ["memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "cpuacct/cpuacct.usage"].map((name) =>
      files.text(`sys/fs/cgroup/${name}`),
    ),
  );
  return limited({ limit, current, cpuSeconds: Number(nanoseconds) / 1e9 });
}

function limited(read: {
  limit: string | undefined;
  current: string | undefined;
  cpuSeconds: number;
}): Usage | undefined {
  const [memoryLimitBytes, memoryBytes] = [Number(read.limit), Number(read.current)];
  const isLimited =
    Number.isFinite(memoryLimitBytes) && memoryLimitBytes < noLimitBytes && Number.isFinite(memoryBytes);
  return isLimited ? { memoryLimitBytes, memoryBytes, cpuSeconds: read.cpuSeconds } : undefined;
}

const metricsOf = ({ memoryBytes, memoryLimitBytes, cpuSeconds }: Usage, interval: Interval): Metric[] => [
  cpuTime(interval, [{ value: cpuSeconds }]),
  memoryUsage(interval, [{ value: memoryBytes }]),
  memoryAvailable(interval, [{ value: Math.max(0, memoryLimitBytes - memoryBytes) }]),
];

import { counter, gauge, type Observation } from "../instruments.ts";
import { numbersIn } from "./host-files.ts";
import type { Part } from "./part.ts";
import { type CpuTimes, parseProcStat } from "./proc-stat.ts";

const time = counter("system.cpu.time", "s", "Seconds each logical CPU spent on each mode.");
const utilization = gauge("system.cpu.utilization", "1", "Part of the last interval that the CPU spent on each mode.");
const loads = (["1m", "5m", "15m"] as const).map((span) =>
  gauge(`system.cpu.load_average.${span}`, "{thread}", `Mean number of threads that ran or waited, over ${span}.`),
);

/** https://opentelemetry.io/docs/specs/semconv/system/system-metrics/#processor-metrics */
export function cpuPart({ perCpu }: { perCpu: boolean }): Part {
  let last: CpuTimes[] = [];
  return async (files, interval) => {
    const [stat = "", load = ""] = await Promise.all([files.text("proc/stat"), files.text("proc/loadavg")]);
    const cpus = parseProcStat(stat).cpus.filter(({ number }) => (number !== undefined) === perCpu);
    const used = utilizationSince(last, cpus);
    last = cpus;
    const averages = load === "" ? [] : numbersIn(load).slice(0, loads.length);
    return [
      time(
        interval,
        cpus.flatMap(({ number, seconds }) => byMode(number, seconds)),
      ),
      ...(used.length === 0 ? [] : [utilization(interval, used)]),
      ...averages.flatMap((value, index) => loads[index]?.(interval, [{ value }]) ?? []),
    ];
  };
}

/** Nothing for a CPU that was not there before. Of all modes of one CPU they add up to 1. */
export function utilizationSince(last: CpuTimes[], now: CpuTimes[]): Observation[] {
  const before = new Map(last.map(({ number, seconds }) => [number, seconds]));
  return now.flatMap(({ number, seconds }) => {
    const earlier = before.get(number);
    if (!earlier) return [];
    // The kernel corrects idle and iowait downwards now and then.
    const spent = Object.entries(seconds).map(([mode, value], index) => {
      const was = Object.values(earlier)[index] ?? 0;
      return [mode, Math.max(0, value - was)] as const;
    });
    const total = spent.reduce((sum, [, value]) => sum + value, 0);
    return total === 0 ? [] : byMode(number, Object.fromEntries(spent.map(([mode, value]) => [mode, value / total])));
  });
}

const byMode = (number: number | undefined, values: Record<string, number>): Observation[] =>
  Object.entries(values).map(([mode, value]) => ({
    value,
    attributes: { "cpu.mode": mode, "cpu.logical_number": number },
  }));

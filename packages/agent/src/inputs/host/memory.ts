import { gauge, type Observation, upDownCounter } from "../instruments.ts";
import { linesOf } from "./host-files.ts";
import type { Part } from "./part.ts";

const usage = upDownCounter("system.memory.usage", "By", "Memory by state.");
const utilization = gauge("system.memory.utilization", "1", "Part of the memory in each state.");
const limit = upDownCounter("system.memory.limit", "By", "Memory of the system.");
const available = upDownCounter(
  "system.memory.linux.available",
  "By",
  "Memory that a new application gets without swapping.",
);

/** https://opentelemetry.io/docs/specs/semconv/system/system-metrics/#memory-metrics */
export const memoryPart = (): Part => async (files, interval) => {
  const text = await files.text("proc/meminfo");
  const memory = text === undefined ? undefined : memoryOf(parseMeminfo(text));
  if (!memory) return [];
  return [
    usage(interval, byState(memory.states, 1)),
    utilization(interval, byState(memory.states, memory.total)),
    limit(interval, [{ value: memory.total }]),
    available(interval, [{ value: memory.available }]),
  ];
};

/** Bytes by name. proc_meminfo(5): all but the counts of huge pages are in kB, which means 1,024 bytes. */
export function parseMeminfo(text: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const line of linesOf(text)) {
    const found = /^([^:]+):\s+(\d+)\s*(kB)?/.exec(line);
    if (found?.[1]) sizes.set(found[1], Number(found[2]) * (found[3] ? 1024 : 1));
  }
  return sizes;
}

type Memory = { total: number; available: number; states: Record<string, number> };

/** Before Linux 3.14 there is no MemAvailable; then it is what can be given back: free, buffers and cache. */
function memoryOf(sizes: Map<string, number>): Memory | undefined {
  const total = sizes.get("MemTotal");
  if (!total) return undefined;
  const [free = 0, buffers = 0, cached = 0] = ["MemFree", "Buffers", "Cached"].map((name) => sizes.get(name));
  const left = sizes.get("MemAvailable") ?? free + buffers + cached;
  return { total, available: left, states: { used: Math.max(0, total - left), free, buffers, cached } };
}

const byState = (states: Record<string, number>, total: number): Observation[] =>
  Object.entries(states).map(([state, value]) => ({
    value: value / total,
    attributes: { "system.memory.state": state },
  }));

import { counter, gauge, upDownCounter } from "../instruments.ts";
import { linesOf } from "./host-files.ts";
import { unescapeOctal } from "./octal.ts";
import type { Part } from "./part.ts";

const usage = upDownCounter("system.paging.usage", "By", "Swap space by state.");
const utilization = gauge("system.paging.utilization", "1", "Part of the swap space in each state.");
const operations = counter("system.paging.operations", "{operation}", "Pages that were swapped in and out.");
const faults = counter("system.paging.faults", "{fault}", "Page faults: minor ones needed no disk.");

/** https://opentelemetry.io/docs/specs/semconv/system/system-metrics/#pagingswap-metrics */
export const pagingPart = (): Part => async (files, interval) => {
  const [swaps = "", vmstat = ""] = await Promise.all([files.text("proc/swaps"), files.text("proc/vmstat")]);
  const spaces = parseSwaps(swaps).map(({ device, bytes, used }) => ({
    bytes,
    states: [
      { value: used, attributes: { "system.device": device, "system.paging.state": "used" } },
      { value: bytes - used, attributes: { "system.device": device, "system.paging.state": "free" } },
    ],
  }));
  const count = parseVmstat(vmstat);
  const major = count("pgmajfault");
  return [
    usage(
      interval,
      spaces.flatMap(({ states }) => states),
    ),
    utilization(
      interval,
      spaces.flatMap(({ bytes, states }) => states.map((state) => ({ ...state, value: state.value / bytes }))),
    ),
    operations(interval, [
      { value: count("pswpin"), attributes: { "system.paging.direction": "in" } },
      { value: count("pswpout"), attributes: { "system.paging.direction": "out" } },
    ]),
    faults(interval, [
      { value: major, attributes: { "system.paging.fault.type": "major" } },
      { value: count("pgfault") - major, attributes: { "system.paging.fault.type": "minor" } },
    ]),
  ].filter(({ data }) => data.points.length > 0);
};

/** /proc/swaps (proc(5)): a head, then device, type, size and used in kB, priority. */
export function parseSwaps(text: string): { device: string; bytes: number; used: number }[] {
  return linesOf(text)
    .slice(1)
    .flatMap((line) => {
      const [device, , size, used] = line.split(/\s+/);
      const bytes = Number(size) * 1024;
      return device && bytes > 0 ? [{ device: unescapeOctal(device), bytes, used: Number(used) * 1024 || 0 }] : [];
    });
}

/** /proc/vmstat: a name and a count a line. */
function parseVmstat(text: string): (name: string) => number {
  const counts = new Map(linesOf(text).map((line) => [line.split(" ")[0], Number(line.split(" ")[1]) || 0]));
  return (name) => counts.get(name) ?? 0;
}

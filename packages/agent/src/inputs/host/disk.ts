import { counter, type Observation } from "../instruments.ts";
import { linesOf, numbersIn } from "./host-files.ts";
import type { Part } from "./part.ts";

const io = counter("system.disk.io", "By", "Bytes read and written.");
const operations = counter("system.disk.operations", "{operation}", "Reads and writes.");
const merged = counter(
  "system.disk.merged",
  "{operation}",
  "Reads and writes that were joined with a neighbouring one.",
);
const ioTime = counter("system.disk.io_time", "s", "Time in which the disk was at work.");
const operationTime = counter("system.disk.operation_time", "s", "Sum of the times of all reads and writes.");

/** Sectors of /proc/diskstats are of 512 bytes, whatever the disk's own are. */
const sectorBytes = 512;

/** https://opentelemetry.io/docs/specs/semconv/system/system-metrics/#disk-controller-metrics */
export const diskPart = (): Part => async (files, interval) => {
  const [text = "", whole] = await Promise.all([files.text("proc/diskstats"), files.names("sys/block")]);
  const disks = parseDiskstats(text).filter(({ device }) => isDisk(device, whole));
  const both = (of: (way: Way) => number): Observation[] =>
    disks.flatMap(({ device, read, write }) => [
      { value: of(read), attributes: { "system.device": device, "disk.io.direction": "read" } },
      { value: of(write), attributes: { "system.device": device, "disk.io.direction": "write" } },
    ]);
  return [
    io(
      interval,
      both(({ bytes }) => bytes),
    ),
    operations(
      interval,
      both(({ count }) => count),
    ),
    merged(
      interval,
      both((way) => way.merged),
    ),
    operationTime(
      interval,
      both(({ seconds }) => seconds),
    ),
    ioTime(
      interval,
      disks.map(({ device, busySeconds }) => ({ value: busySeconds, attributes: { "system.device": device } })),
    ),
  ].filter(({ data }) => data.points.length > 0);
};

type Way = { count: number; merged: number; bytes: number; seconds: number };
type Disk = { device: string; read: Way; write: Way; busySeconds: number };

/** Partitions would count again what their disk counts; loop devices and RAM disks are no disks. Without /sys all names stay. */
const isDisk = (device: string, whole: string[]): boolean =>
  !/^(?:loop|ram|zram)\d/.test(device) && (whole.length === 0 || whole.includes(device));

/** https://www.kernel.org/doc/Documentation/ABI/testing/procfs-diskstats. Lines that are too short are left out. */
export function parseDiskstats(text: string): Disk[] {
  return linesOf(text).flatMap((line) => {
    const [, , device = "", ...rest] = line.trim().split(/\s+/);
    const fields = numbersIn(rest.join(" "));
    if (fields.length < 10) return [];
    return [{ device, read: wayOf(fields), write: wayOf(fields.slice(4)), busySeconds: (fields[9] ?? 0) / 1000 }];
  });
}

const wayOf = ([count = 0, joined = 0, sectors = 0, milliseconds = 0]: number[]): Way => ({
  count,
  merged: joined,
  bytes: sectors * sectorBytes,
  seconds: milliseconds / 1000,
});

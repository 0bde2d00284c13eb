import { bucketName, clockTime, rangeName } from "../format/time.ts";
import { dayMs } from "../time/zone.ts";
import type { Series } from "./series.ts";

/** From when to when a bucket lasts; the one that is filling says so. */
export function bucketNameOf({ times, stepMs, lastIsPartial }: Series, index: number, zone: string): string {
  const start = times[index];
  if (start === undefined) return "";
  const still = lastIsPartial && index === times.length - 1 ? " (still counting)" : "";
  if (stepMs >= dayMs) return rangeName(start, start + stepMs, zone) + still;
  return `${bucketName(start, "minute", zone)} – ${clockTime(start + stepMs, zone)}${still}`;
}

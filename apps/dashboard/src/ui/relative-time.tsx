"use client";

import { exactTime, relativeTime } from "../format/time.ts";
import { useClock } from "../time/clock.tsx";
import { useZone } from "../time/zone-state.ts";

/** "5 min ago", with the exact time on hover. */
export function RelativeTime({ at }: { at: number }) {
  const { now } = useClock();
  const { zone } = useZone();
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone)} className="whitespace-nowrap">
      {relativeTime(at, Math.max(now, at), zone)}
    </time>
  );
}

"use client";

import { useRows } from "../api/use-rows.ts";
import { exactTime, relativeTime } from "../format/time.ts";
import { useZone } from "../time/zone-state.ts";
import { useProject } from "./scope.ts";

const pollMs = 10_000;

/** "Newest event 3 s ago", whatever the page's range: whether data still come in. Nothing where the last day has none. */
export function NewestEvent() {
  const { zone } = useZone();
  const { data, dataUpdatedAt } = useRows({ project: useProject(), name: "freshness" }, {}, { pollMs });
  const row = data?.[0];
  const at = row ? Math.max(...Object.values(row)) : 0;
  if (at === 0) return null;
  return (
    <span className="whitespace-nowrap tabular-nums">
      Newest event{" "}
      <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone)}>
        {relativeTime(at, Math.max(dataUpdatedAt, at), zone)}
      </time>
    </span>
  );
}

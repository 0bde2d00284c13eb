"use client";

import { useRows } from "../api/use-rows.ts";
import { exactCount } from "../format/number.ts";

const pollMs = 10_000;

/** Visitors of the last five minutes, asked again every ten seconds while the page can be seen. */
export function LiveVisitors({ project }: { project: string }) {
  const { data, error } = useRows({ project, name: "live-visitors" }, {}, { pollMs });
  const visitors = data?.[0]?.visitors;
  return (
    <p
      className="flex h-8 items-center gap-2 text-13 whitespace-nowrap tabular-nums"
      title={error ? error.message : "Visitors of the last 5 minutes"}
      data-value={visitors}
    >
      <span aria-hidden="true" className={`size-2 rounded-full ${visitors ? "bg-good" : "border border-muted"}`} />
      {visitors === undefined && !error ? (
        <span className="inline-block h-3 w-20 rounded bg-sunken" />
      ) : (
        <span>
          <span className="font-semibold">{visitors === undefined ? "–" : exactCount(visitors)}</span>
          <span className="text-muted">
            {visitors === 1 ? " visitor" : " visitors"}
            <span className="max-sm:sr-only"> now</span>
          </span>
        </span>
      )}
    </p>
  );
}

"use client";

import { useIsFetching } from "@tanstack/react-query";

/** A thin moving line at the top while answers are on their way; background polls do not count. */
export function ProgressLine() {
  const fetching = useIsFetching({ predicate: (query) => query.meta?.["background"] !== true });
  if (fetching === 0) return null;
  return (
    <div aria-hidden="true" className="pointer-events-none fixed inset-x-0 top-0 z-30 h-0.5 overflow-hidden">
      <div className="h-full w-1/4 animate-[fetching_1s_linear_infinite] bg-accent" />
    </div>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useClock } from "../time/clock.tsx";

const pollMs = 3_000;

type Waiting = { what: "event" | "record"; slug: string; count: (signal: AbortSignal) => Promise<number> };

/** Counts every three seconds and moves the page on when something has come. */
export function WaitForFirst({ what, slug, count }: Waiting) {
  const { refresh } = useClock();
  const { data, error } = useQuery({
    queryKey: ["first", what, slug],
    queryFn: ({ signal }) => count(signal),
    refetchInterval: pollMs,
    meta: { background: true },
  });
  useEffect(() => {
    if (data) refresh();
  }, [data, refresh]);
  return (
    <p role="status" className="flex items-center gap-2 border-line border-t pt-4 text-13 text-muted">
      <span aria-hidden="true" className="size-2 rounded-full border border-muted" />
      {error ? error.message : `Waiting for the first ${what}. This page moves on when it comes.`}
    </p>
  );
}

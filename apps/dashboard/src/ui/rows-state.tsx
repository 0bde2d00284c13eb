"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTime } from "../time/time-state.ts";
import { FailureNote } from "./failure.tsx";

/** Shows an answer in one of its four states: loading (the skeleton), failed, empty, or its rows. Rows of the range before are dimmed. */
export function RowsState<Row>(props: {
  answer: UseQueryResult<Row[], Error>;
  skeleton: ReactNode;
  empty: ReactNode;
  children: (rows: Row[]) => ReactNode;
}) {
  const { narrow } = useTime();
  const { data, error, isPlaceholderData, refetch } = props.answer;
  if (error) return <FailureNote failure={error} onRetry={() => void refetch()} onNarrow={narrow} />;
  if (!data) return props.skeleton;
  if (data.length === 0) return props.empty;
  return <div className={isPlaceholderData ? "opacity-60" : undefined}>{props.children(data)}</div>;
}

/** Grey rows where rows will stand: as many and as high. */
export function SkeletonRows({ rows, rowClass }: { rows: number; rowClass: string }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={`flex items-center ${rowClass}`}>
          <div className="h-3 rounded bg-sunken" style={{ width: `${72 - ((index * 23) % 50)}%` }} />
        </div>
      ))}
    </div>
  );
}

export function EmptyNote({ children }: { children: ReactNode }) {
  return (
    <p className="flex h-full min-h-32 items-center justify-center px-4 text-center text-13 text-muted">{children}</p>
  );
}

"use client";

import { TriangleAlert } from "lucide-react";
import { ApiFailure } from "../api/request.ts";
import { Button } from "./button.tsx";

/** What failed and why, in the API's own words, and what to do about it. `onNarrow` is offered when the query took too long. */
export function FailureNote(props: { failure: Error; onRetry: () => void; onNarrow?: (() => void) | undefined }) {
  const timedOut = props.failure instanceof ApiFailure && props.failure.type === "query-timeout";
  return (
    <div role="alert" className="flex h-full min-h-32 flex-col items-center justify-center gap-3 px-4 py-6 text-center">
      <div className="flex items-center gap-2 text-13 font-medium">
        <TriangleAlert size={16} className="text-poor" aria-hidden="true" />
        This did not load
      </div>
      <p className="max-w-96 text-13 text-balance text-muted">{props.failure.message}</p>
      <div className="flex gap-2">
        <Button onClick={props.onRetry}>Try again</Button>
        {timedOut && props.onNarrow && <Button onClick={props.onNarrow}>Narrower range</Button>}
      </div>
    </div>
  );
}

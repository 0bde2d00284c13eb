"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { BackEnd } from "../trace/back-end.tsx";
import { IconButton } from "../ui/button.tsx";
import type { Entry } from "./kinds.ts";
import { causeOf, effectsOf } from "./traces.ts";

/** Says what the marked rows have in common, what services recorded of it, and the trace id for any other tool. */
export function TraceNote(props: { project: string; traceId: string; members: readonly Entry[]; onClear: () => void }) {
  const { project, traceId, members, onClear } = props;
  const cause = causeOf(members);
  return (
    <div className="sticky top-14 z-10 mb-3 flex items-start gap-3 rounded border border-accent bg-surface py-1.5 pr-1.5 pl-3 text-13 shadow-float">
      <div className="min-w-0 flex-1 py-1">
        <div role="status">
          <p className="break-words">
            {cause ? (
              <>
                The click on <span className="font-mono text-12">{cause.target || "the page"}</span> led to{" "}
                {effectsOf(members)}.
              </>
            ) : (
              <>One trace: {effectsOf(members)}.</>
            )}
          </p>
          <p className="text-12 text-muted">
            Trace <span className="font-mono break-all select-all">{traceId}</span>,{" "}
            <Link
              href={`/${project}/traces/${traceId}`}
              prefetch={false}
              className="rounded whitespace-nowrap text-accent hover:underline"
            >
              the whole trace
            </Link>
          </p>
        </div>
        <BackEnd key={traceId} project={project} traceId={traceId} />
      </div>
      <IconButton label="Clear the marked trace" onClick={onClear}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

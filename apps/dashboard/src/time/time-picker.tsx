"use client";

import clsx from "clsx";
import { ChevronDown, ChevronLeft, ChevronRight } from "lucide-react";
import { rangeName } from "../format/time.ts";
import { buttonClass, IconButton } from "../ui/button.tsx";
import { onDemand } from "../ui/on-demand.tsx";
import { periodNames } from "./period.ts";
import type { TimePopoverProps } from "./time-popover.tsx";
import { useTime } from "./time-state.ts";
import { useZone } from "./zone-state.ts";

const TimePopover = onDemand<TimePopoverProps>(() => import("./time-popover.tsx").then((loaded) => loaded.TimePopover));

/** The page's range, between an arrow to earlier and one to later. */
export function TimePicker({ open, onOpenChange, compares = true }: Omit<TimePopoverProps, "face">) {
  const { selection, span, shift, canGoOn } = useTime();
  const { zone } = useZone();
  const dates = rangeName(span.full.from, span.full.to, zone);
  const name = selection.period === "custom" ? dates : periodNames[selection.period];
  const face = (
    <button
      type="button"
      className={clsx(buttonClass("line"), "min-w-32 rounded-none border-x-0")}
      aria-label={`Time range: ${name}`}
      title={dates}
    >
      <span className="flex-1 text-left tabular-nums">{name}</span>
      <ChevronDown size={14} className="text-muted" aria-hidden="true" />
    </button>
  );
  return (
    <div className="flex">
      <IconButton kind="line" label="Earlier" className="rounded-r-none" onClick={() => shift(-1)}>
        <ChevronLeft size={16} aria-hidden="true" />
      </IconButton>
      <TimePopover face={face} open={open} onOpenChange={onOpenChange} compares={compares} />
      <IconButton kind="line" label="Later" className="rounded-l-none" disabled={!canGoOn} onClick={() => shift(1)}>
        <ChevronRight size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

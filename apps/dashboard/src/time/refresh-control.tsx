"use client";

import clsx from "clsx";
import { ChevronDown, RefreshCw } from "lucide-react";
import { useState } from "react";
import { buttonClass, IconButton } from "../ui/button.tsx";
import { type FloatProps, onDemand } from "../ui/on-demand.tsx";
import { useClock, useLivePace } from "./clock.tsx";

const PaceMenu = onDemand<FloatProps>(() => import("./pace-menu.tsx").then((loaded) => loaded.PaceMenu));

/** Refresh now, or again and again at a pace. */
export function RefreshControl() {
  const { refresh } = useClock();
  const { pace } = useLivePace();
  const [open, setOpen] = useState(false);
  const face = (
    <button
      type="button"
      className={clsx(buttonClass("line"), "rounded-l-none border-l-0")}
      aria-label={pace === "off" ? "Live refresh: off" : `Live refresh: every ${pace}`}
    >
      {pace !== "off" && <span className="text-12 text-accent tabular-nums">{pace}</span>}
      <ChevronDown size={14} className="text-muted" aria-hidden="true" />
    </button>
  );
  return (
    <div className="flex">
      <IconButton kind="line" label="Refresh now" className="rounded-r-none" onClick={refresh}>
        <RefreshCw size={14} aria-hidden="true" />
      </IconButton>
      <PaceMenu face={face} open={open} onOpenChange={setOpen} />
    </div>
  );
}

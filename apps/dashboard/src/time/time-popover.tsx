"use client";

import { Popover } from "@base-ui/react/popover";
import { Check } from "lucide-react";
import { floatClass, floatItemClass, keyClass } from "../ui/floating.ts";
import type { FloatProps } from "../ui/on-demand.tsx";
import { CustomRange } from "./custom-range.tsx";
import { periodNames, relativePeriods } from "./period.ts";
import { keyOf } from "./period-keys.ts";
import { useCompare, useTime } from "./time-state.ts";
import { useZone } from "./zone-state.ts";

export type TimePopoverProps = FloatProps & {
  /** Whether the page compares with the period before. */
  compares?: boolean;
};

/** Presets with their keys, a range by dates, comparison and zone. */
export function TimePopover({ face, open, onOpenChange, compares = true }: TimePopoverProps) {
  const { selection, span, choose, chooseRange } = useTime();
  const { full } = span;
  const close = () => onOpenChange(false);
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger render={face} />
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="z-40">
          <Popover.Popup className={`${floatClass} w-80 p-1`} aria-label="Time range">
            <ul>
              {relativePeriods.map((period) => (
                <li key={period}>
                  <button
                    type="button"
                    className={floatItemClass}
                    aria-pressed={period === selection.period}
                    onClick={() => {
                      choose(period);
                      close();
                    }}
                  >
                    <span className="flex-1">{periodNames[period]}</span>
                    {period === selection.period && <Check size={14} className="text-accent" aria-hidden="true" />}
                    <kbd className={keyClass}>{keyOf(period)?.toUpperCase()}</kbd>
                  </button>
                </li>
              ))}
            </ul>
            <CustomRange
              full={full}
              onApply={(range) => {
                chooseRange(range);
                close();
              }}
            />
            <Switches compares={compares} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Switches({ compares }: { compares: boolean }) {
  const { compare, toggleCompare } = useCompare();
  const { choice, local, setChoice } = useZone();
  return (
    <div className="-mx-1 mt-1 border-line border-t px-1 pt-1">
      {compares && (
        <button type="button" className={floatItemClass} aria-pressed={compare} onClick={toggleCompare}>
          <span className="flex-1">Compare with previous period</span>
          {compare && <Check size={14} className="text-accent" aria-hidden="true" />}
          <kbd className={keyClass}>X</kbd>
        </button>
      )}
      <button
        type="button"
        className={floatItemClass}
        aria-pressed={choice === "utc"}
        onClick={() => void setChoice(choice === "utc" ? "local" : "utc")}
      >
        <span className="flex-1">Times in UTC</span>
        {choice === "utc" ? (
          <Check size={14} className="text-accent" aria-hidden="true" />
        ) : (
          <span className="truncate text-12 text-muted">{local}</span>
        )}
      </button>
    </div>
  );
}

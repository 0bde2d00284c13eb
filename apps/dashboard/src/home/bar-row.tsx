"use client";

import { CircleSlash } from "lucide-react";
import type { MouseEvent } from "react";
import type { FilterField } from "../filters/filter.ts";
import { useFilters } from "../filters/filter-state.ts";
import { counted, percent, shortCount } from "../format/number.ts";
import { valueName } from "../format/value-name.ts";

/** One value of a breakdown: its bar, its count and its share. A click filters by it, Alt and a click exclude it. */
export function BarRow(props: {
  field: FilterField;
  value: string;
  count: number;
  /** Length of the bar, 0 to 1, measured against the longest. */
  length: number;
  /** Share of all, 0 to 1; null where it would not mean anything. */
  share: number | null;
  /** What is counted, of one. */
  noun: string;
  onChosen?: (() => void) | undefined;
}) {
  const { add } = useFilters();
  const { field, value, count } = props;
  const name = valueName(field, value);
  const filter = (operator: "is" | "is_not") => {
    add({ field, operator, value });
    props.onChosen?.();
  };
  const onClick = (event: MouseEvent) => filter(event.altKey ? "is_not" : "is");
  return (
    <li className="group relative flex h-7 items-center gap-2 text-13">
      <div className="relative h-6.5 min-w-0 flex-1">
        <div className="absolute inset-y-0 left-0 rounded bg-accent-soft" style={{ width: `${props.length * 100}%` }} />
        <button
          type="button"
          onClick={onClick}
          title={`${name}. Click to filter, Alt-click to exclude.`}
          className="relative h-full w-full truncate rounded px-2 text-left group-hover:underline"
        >
          {name}
        </button>
      </div>
      <button
        type="button"
        aria-label={`Exclude ${name}`}
        title={`Exclude ${name}`}
        onClick={() => filter("is_not")}
        className="flex size-6 shrink-0 items-center justify-center rounded text-muted opacity-0 group-hover:opacity-100 hover:text-text focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <CircleSlash size={14} aria-hidden="true" />
      </button>
      <span className="w-14 shrink-0 text-right font-medium tabular-nums" title={`${counted(count, props.noun)}`}>
        {shortCount(count)}
      </span>
      {props.share !== null && (
        <span className="w-12 shrink-0 text-right text-12 text-muted tabular-nums">{percent(props.share)}</span>
      )}
    </li>
  );
}

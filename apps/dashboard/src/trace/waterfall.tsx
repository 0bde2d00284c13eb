"use client";

import clsx from "clsx";
import { useEffect, useRef } from "react";
import { spanDuration } from "../format/number.ts";
import { useIsWide } from "../ui/use-is-wide.ts";
import { ticksOf } from "./time-axis.ts";
import type { TraceLine } from "./trace-tree.ts";
import { useVisibleRows } from "./use-visible-rows.ts";
import { WaterfallRow } from "./waterfall-row.tsx";

type WaterfallProps = {
  /** Those that are not folded away. */
  lines: readonly TraceLine[];
  wholeMs: number;
  folded: ReadonlySet<string>;
  /** Key of the line whose detail is open; empty for none. */
  chosen: string;
  colours: ReadonlyMap<string, string>;
  choose: (key: string | null) => void;
  fold: (key: string) => void;
  /** A panel stands beside it: names get their share of what is left. */
  isNarrow: boolean;
};

/** The top bar, and the axis below it, cover that much of what is scrolled beneath them. */
const coveredPx = 96;

/** Name and time of every line, each under the one that caused it. Only the lines that can be seen are there, so that thousands are quick. */
export function Waterfall({ lines, wholeMs, folded, chosen, colours, choose, fold, isNarrow }: WaterfallProps) {
  const list = useRef<HTMLOListElement>(null);
  const isWide = useIsWide();
  const rowHeight = isWide ? 28 : 44;
  const { first, last } = useVisibleRows(list, { count: lines.length, rowHeight });
  const chosenAt = lines.findIndex(({ key }) => key === chosen);

  useEffect(() => {
    if (!list.current || chosenAt < 0) return;
    const top = list.current.getBoundingClientRect().top + chosenAt * rowHeight;
    if (top < coveredPx) window.scrollBy({ top: top - coveredPx });
    else if (top + rowHeight > window.innerHeight) window.scrollBy({ top: top + rowHeight - window.innerHeight });
  }, [chosenAt, rowHeight]);

  return (
    <section aria-label="Waterfall" className={clsx("min-w-0 flex-1", isNarrow ? "[--names:4fr]" : "[--names:2fr]")}>
      <Axis wholeMs={wholeMs} />
      <ol ref={list} aria-label="Spans" className="relative" style={{ height: lines.length * rowHeight }}>
        {lines.slice(first, last).map((line, index) => (
          <WaterfallRow
            key={line.key}
            line={line}
            place={{ index: first + index, of: lines.length, height: rowHeight }}
            wholeMs={wholeMs}
            colour={colours.get(line.service)}
            isFolded={folded.has(line.key)}
            isChosen={line.key === chosen}
            onChoose={() => choose(line.key === chosen ? null : line.key)}
            onFold={() => fold(line.key)}
          />
        ))}
      </ol>
      <p className="mt-2 text-12 text-muted max-sm:hidden pointer-coarse:hidden">
        J and K move, E goes to the next that failed, Esc closes
      </p>
    </section>
  );
}

/** A label further right would be cut off. */
const lastLabel = 0.85;

function Axis({ wholeMs }: { wholeMs: number }) {
  return (
    <div
      aria-hidden="true"
      className="sticky top-12 z-10 grid border-line border-b border-l-2 border-l-transparent bg-bg text-12 text-muted tabular-nums lg:grid-cols-[minmax(0,var(--names))_minmax(0,3fr)_72px]"
    >
      <span className="flex h-7 items-center max-lg:hidden">Span</span>
      <div className="relative h-7 overflow-hidden">
        {ticksOf(wholeMs)
          .filter((tick) => tick <= wholeMs * lastLabel)
          .map((tick) => (
            <span
              key={tick}
              className="absolute inset-y-0 flex items-center border-line border-l pl-1 whitespace-nowrap"
              style={{ left: `${wholeMs > 0 ? (100 * tick) / wholeMs : 0}%` }}
            >
              {spanDuration(tick)}
            </span>
          ))}
      </div>
    </div>
  );
}

import clsx from "clsx";
import { ChevronRight, ScrollText, TriangleAlert } from "lucide-react";
import { counted, exactCount, spanDuration } from "../format/number.ts";
import { type Severity, severities } from "../logs/severity.tsx";
import { placeOf } from "./time-axis.ts";
import type { TraceLine } from "./trace-tree.ts";

type RowProps = {
  line: TraceLine;
  place: { index: number; of: number; height: number };
  wholeMs: number;
  colour: string | undefined;
  isFolded: boolean;
  isChosen: boolean;
  onChoose: () => void;
  onFold: () => void;
};

const deepestIndent = 16;

export function WaterfallRow({ line, place, wholeMs, colour, isFolded, isChosen, onChoose, onFold }: RowProps) {
  const { name, service, depth, descendants, isFailed, durationMs, logs } = line;
  const badLogs = logs.filter(({ severity }) => severity === "error" || severity === "fatal").length;
  return (
    <li
      aria-setsize={place.of}
      aria-posinset={place.index + 1}
      data-failed={isFailed || undefined}
      className={clsx(
        "absolute inset-x-0 grid grid-cols-[minmax(0,1fr)_auto] items-center border-l-2 lg:grid-cols-[minmax(0,var(--names))_minmax(0,3fr)_72px]",
        isChosen ? "border-l-accent bg-accent-soft/60" : "border-l-transparent hover:bg-sunken",
      )}
      style={{ top: place.index * place.height, height: place.height }}
    >
      <div
        className="flex min-w-0 items-center gap-1 pr-3 text-13"
        style={{ paddingLeft: Math.min(depth, deepestIndent) * 12 }}
      >
        {descendants > 0 ? (
          <button
            type="button"
            aria-expanded={!isFolded}
            aria-label={isFolded ? `Unfold ${name}` : `Fold ${name}`}
            title={isFolded ? `${exactCount(descendants)} folded away` : "Fold"}
            onClick={onFold}
            className="relative z-[1] flex size-6 shrink-0 items-center justify-center rounded text-muted hover:text-text"
          >
            <ChevronRight size={14} aria-hidden="true" className={isFolded ? undefined : "rotate-90"} />
          </button>
        ) : (
          <span className="w-6 shrink-0" />
        )}
        <span aria-hidden="true" className="mr-1 h-3.5 w-1 shrink-0 rounded-full" style={{ background: colour }} />
        {/* The whole row is where this button can be pressed. */}
        <button
          type="button"
          aria-pressed={isChosen}
          onClick={onChoose}
          title={`${service} ${name}`}
          className="min-w-0 truncate rounded text-left after:absolute after:inset-0"
        >
          <span className="text-muted">{service} </span>
          {name}
        </button>
        {isFailed && <TriangleAlert size={14} role="img" aria-label="failed" className="shrink-0 text-poor" />}
        {logs.length > 0 && (
          <span
            className={clsx(
              "flex shrink-0 items-center gap-0.5 text-12 tabular-nums",
              badLogs > 0 ? "text-poor" : "text-muted",
            )}
            title={counted(logs.length, "log record")}
          >
            <ScrollText size={14} role="img" aria-label="Log records" />
            {logs.length}
          </span>
        )}
      </div>
      <Bar line={line} wholeMs={wholeMs} colour={colour} />
      <span className="pr-2 text-right text-12 text-muted tabular-nums max-lg:col-start-2 max-lg:row-start-1">
        {spanDuration(durationMs)}
      </span>
    </li>
  );
}

/** When, as a bar; the records written within it as marks above. */
function Bar({ line, wholeMs, colour }: Pick<RowProps, "line" | "wholeMs" | "colour">) {
  const { left, width } = placeOf(line, wholeMs);
  return (
    <div aria-hidden="true" className="relative h-full max-lg:col-span-2 max-lg:row-start-2 max-lg:h-4">
      <span
        className={clsx(
          "absolute top-1/2 h-2.5 min-w-0.5 -translate-y-1/2 rounded-[2px]",
          line.isFailed && "border-r-4 border-r-poor",
        )}
        style={{ left: `min(${left}%, 100% - 2px)`, width: `${width}%`, background: colour }}
      />
      {line.logs.slice(0, shownMarks).map((log, index) => (
        <span
          key={`${log.time} ${index}`}
          className="absolute top-0.5 h-1.5 w-0.5"
          style={{ left: `min(${leftOf(log.time, line, wholeMs)}%, 100% - 2px)`, background: colourOf(log.severity) }}
        />
      ))}
    </div>
  );
}

const colourOf = (severity: Severity): string => `var(--${severities[severity].colour})`;

const leftOf = (time: number, { startMs, row }: TraceLine, wholeMs: number): number =>
  placeOf({ startMs: startMs + time - row.time, durationMs: 0 }, wholeMs).left;

/** More marks than these would cover each other. */
const shownMarks = 50;

import type { ReactNode } from "react";
import { changeOf, signedPercent } from "../format/number.ts";
import type { TrafficTableProps } from "./traffic-table.tsx";

type TooltipProps = TrafficTableProps & { hover: { index: number; left: number } };

/** Exact values of the bucket under the pointer and of its counterpart before, each with its date. */
export function TrafficTooltip({ metric, series, nameOf, lastIsPartial, hover }: TooltipProps) {
  const { index, left } = hover;
  const [time, value] = [series.times[index], series.values[index]];
  if (time === undefined || value === undefined) return null;
  const [timeBefore, valueBefore] = [series.previousTimes[index], series.previous[index]];
  const change = valueBefore === undefined ? null : changeOf(value, valueBefore);
  const filling = lastIsPartial && index === series.times.length - 1;
  return (
    <div
      className="pointer-events-none absolute top-2 z-10 w-max min-w-44 rounded border border-line bg-surface px-3 py-2 text-12 shadow-float"
      style={{ left, transform: `translateX(${index > series.times.length / 2 ? "calc(-100% - 12px)" : "12px"})` }}
    >
      <div className="mb-1 flex justify-between gap-6">
        <span className="font-medium">{metric.name}</span>
        {change !== null && <span className="tabular-nums text-muted">{signedPercent(change)}</span>}
      </div>
      <Line mark="bg-[var(--series-1)]" name={nameOf(time)} note={filling ? "still counting" : undefined}>
        {metric.exact(value)}
      </Line>
      {timeBefore !== undefined && valueBefore !== undefined && (
        <Line mark="bg-muted" name={nameOf(timeBefore)}>
          {metric.exact(valueBefore)}
        </Line>
      )}
    </div>
  );
}

function Line(props: { mark: string; name: string; note?: string | undefined; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-6">
      <span className="flex items-center gap-2 text-muted">
        <span className={`size-2 rounded-full ${props.mark}`} />
        {props.name}
        {props.note && <span>({props.note})</span>}
      </span>
      <span className="font-medium tabular-nums">{props.children}</span>
    </div>
  );
}

"use client";

import clsx from "clsx";
import type { Row } from "../api/rows.ts";
import { changeOf, percent, signedPercent } from "../format/number.ts";
import { useCompare, useTime } from "../time/time-state.ts";
import { FailureNote } from "../ui/failure.tsx";
import { usePreviousRows, useScopedRows } from "./scope.ts";
import { metricOf, type TrafficMetric, trafficMetricKeys, useTrafficMetric } from "./traffic-metric.ts";

/** Six numbers over the page's range; each is also the switch that puts it on the chart. */
export function TopStats() {
  const { compare } = useCompare();
  const { narrow } = useTime();
  const current = useScopedRows("overview");
  const previous = usePreviousRows("overview", {}, compare);
  const [selected, select] = useTrafficMetric();
  if (current.error)
    return <FailureNote failure={current.error} onRetry={() => void current.refetch()} onNarrow={narrow} />;
  return (
    <section aria-label="Top stats" className="grid grid-cols-2 sm:grid-cols-3 lg:grid-cols-6">
      {trafficMetricKeys.map((key) => (
        <Stat
          key={key}
          metric={key}
          totals={current.data?.[0]}
          before={compare ? previous.data?.[0] : undefined}
          stale={current.isPlaceholderData}
          selected={selected === key}
          onSelect={() => void select(key)}
        />
      ))}
    </section>
  );
}

type Totals = Row<"overview">;

function Stat(props: {
  metric: TrafficMetric;
  totals: Totals | undefined;
  before: Totals | undefined;
  stale: boolean;
  selected: boolean;
  onSelect: () => void;
}) {
  const { name, total, short, exact } = metricOf(props.metric);
  const value = props.totals && total(props.totals);
  return (
    <button
      type="button"
      aria-pressed={props.selected}
      onClick={props.onSelect}
      data-value={value}
      title={value === undefined ? undefined : `${name}: ${exact(value)}`}
      className="group relative flex flex-col items-start gap-0.5 px-4 py-3 text-left hover:bg-sunken"
    >
      <span
        className={clsx(
          "text-12 font-medium",
          props.selected ? "text-accent underline decoration-2 underline-offset-4" : "text-muted group-hover:text-text",
        )}
      >
        {name}
      </span>
      <span className={clsx("text-20 font-semibold tabular-nums", props.stale && "opacity-60")}>
        {value === undefined ? <Blank /> : short(value)}
      </span>
      <span className="h-4 text-12 tabular-nums">
        {value !== undefined && props.before && (
          <Change metric={props.metric} now={value} before={total(props.before)} />
        )}
      </span>
    </button>
  );
}

const Blank = () => <span aria-hidden="true" className="my-1 block h-5 w-16 rounded bg-sunken" />;

function Change({ metric, now, before }: { metric: TrafficMetric; now: number; before: number }) {
  const { lowerIsBetter, exact } = metricOf(metric);
  const change = changeOf(now, before);
  if (change === null) return <span className="text-muted">{now === 0 ? percent(0) : "none before"}</span>;
  const better = lowerIsBetter ? change < 0 : change > 0;
  const direction = change > 0 ? "▲" : "▼";
  const text = signedPercent(change);
  const flat = change === 0 || !/^[+−×]/.test(text);
  return (
    <span
      title={`Previous period: ${exact(before)}`}
      className={clsx(flat ? "text-muted" : better ? "text-good" : "text-poor")}
    >
      {!flat && (
        <span aria-hidden="true" className="mr-1 text-[9px]">
          {direction}
        </span>
      )}
      {text}
    </span>
  );
}

"use client";

import clsx from "clsx";
import type { Row } from "../api/rows.ts";
import { useFilters } from "../filters/filter-state.ts";
import { counted, plural, shortCount } from "../format/number.ts";
import { valueName } from "../format/value-name.ts";
import { Card } from "../ui/card.tsx";
import { RatingShape, RatingWord } from "../ui/rating.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { useScopedRows } from "./scope.ts";
import { ShareBar } from "./share-bar.tsx";
import {
  rate,
  ratingNames,
  useVitalMetric,
  type VitalMetric,
  vitalMetrics,
  vitals,
  vitalValue,
} from "./vital-metric.ts";

/** p75 of the five Web Vitals with their shares; the chosen one lists its slow routes. */
export function VitalsCard() {
  const answer = useScopedRows("vitals-summary");
  const [chosen, choose] = useVitalMetric();
  return (
    <Card
      title="Web Vitals"
      className="lg:col-span-2"
      actions={<span className="text-12 text-muted">75th percentile of real visits</span>}
    >
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <RowsState
          answer={answer}
          skeleton={<SkeletonRows rows={5} rowClass="h-13" />}
          empty={<EmptyNote>No vitals in this range. They are sent when a visitor leaves or hides a page.</EmptyNote>}
        >
          {(rows) => (
            <ul>
              {vitalMetrics.map((metric) => (
                <li key={metric} className="border-line border-b last:border-b-0">
                  <VitalRow
                    metric={metric}
                    shares={rows.find((row) => row.metric === metric)}
                    chosen={metric === chosen}
                    onChoose={() => void choose(metric)}
                  />
                </li>
              ))}
            </ul>
          )}
        </RowsState>
        <SlowRoutes key={chosen} metric={chosen} />
      </div>
    </Card>
  );
}

function VitalRow(props: {
  metric: VitalMetric;
  shares: Row<"vitals-summary"> | undefined;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { metric, shares } = props;
  return (
    <button
      type="button"
      aria-pressed={props.chosen}
      onClick={props.onChoose}
      title={`${vitals[metric].name}: show its slow routes`}
      className={clsx(
        "grid h-13 w-full grid-cols-[48px_80px_1fr] items-center gap-x-3 rounded px-2 text-left hover:bg-sunken sm:grid-cols-[48px_80px_148px_1fr]",
        props.chosen && "bg-sunken",
      )}
    >
      <span className={clsx("text-13 font-semibold", props.chosen && "text-accent")}>{metric}</span>
      {shares && shares.samples > 0 ? (
        <>
          <span className="text-16 font-semibold tabular-nums">{vitalValue(metric, shares.p75)}</span>
          <span className="flex flex-col">
            <RatingWord rating={rate(metric, shares.p75)} />
            <span className="text-12 text-muted tabular-nums" title={counted(shares.samples, "sample")}>
              {shortCount(shares.samples)} {plural(shares.samples, "sample")}
            </span>
          </span>
          <span className="hidden sm:block">
            <ShareBar shares={shares} withPercents />
          </span>
        </>
      ) : (
        <span className="text-13 text-muted sm:col-span-3">no samples</span>
      )}
    </button>
  );
}

const routes = 7;

function SlowRoutes({ metric }: { metric: VitalMetric }) {
  const answer = useScopedRows("vitals-by-route", { metric, limit: routes });
  const { add } = useFilters();
  return (
    <section aria-label={`Slow routes by ${metric}`} className="flex min-w-0 flex-col">
      <div className="flex h-8 items-center gap-3 text-12 text-muted">
        <span className="min-w-0 flex-1 truncate">
          Slowest routes by <span className="sm:hidden">{metric}</span>
          <span className="max-sm:hidden">{vitals[metric].name}</span>
        </span>
        <span className="w-16 shrink-0 text-right">Samples</span>
        <span className="w-20 shrink-0 text-right">p75</span>
      </div>
      <RowsState
        answer={answer}
        skeleton={<SkeletonRows rows={routes} rowClass="h-7" />}
        empty={<EmptyNote>No samples of {metric} in this range.</EmptyNote>}
      >
        {(rows) => (
          <ul>
            {rows.map((row) => (
              <li key={row.route} className="flex h-7 items-center gap-3 text-13">
                <button
                  type="button"
                  onClick={() => add({ field: "route", operator: "is", value: row.route })}
                  title={`${valueName("route", row.route)}. Click to filter.`}
                  className="min-w-0 flex-1 truncate rounded text-left hover:underline"
                >
                  {valueName("route", row.route)}
                </button>
                <span className="hidden w-24 shrink-0 sm:block">
                  <ShareBar shares={row} withPercents={false} />
                </span>
                <span
                  className="w-16 shrink-0 text-right text-12 text-muted tabular-nums"
                  title={counted(row.samples, "sample")}
                >
                  {shortCount(row.samples)}
                </span>
                <span className="flex w-20 shrink-0 items-center justify-end gap-1.5 font-medium tabular-nums">
                  <RatingShape rating={rate(metric, row.p75)} />
                  <span className="sr-only">{ratingNames[rate(metric, row.p75)]}</span>
                  {vitalValue(metric, row.p75)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </RowsState>
    </section>
  );
}

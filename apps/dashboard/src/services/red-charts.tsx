"use client";

import { Table2 } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useMemo } from "react";
import type { Row } from "../api/rows.ts";
import { useTime } from "../time/time-state.ts";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { useOperation } from "./operation-filter.tsx";
import { useOperations } from "./operations-card.tsx";
import { RedChart } from "./red-chart.tsx";
import { figures } from "./red-figures.ts";
import { RedTable } from "./red-table.tsx";
import { seriesOf, stepFor } from "./series.ts";
import { useServiceRows } from "./use-service-rows.ts";

/** Rate, errors and duration of what the service was asked, over time and over the whole range. */
export function RedCharts({ service }: { service: string }) {
  const [operation] = useOperation();
  const [asTable, setAsTable] = useQueryState("table", parseAsBoolean.withDefault(false));
  const step = stepFor(useTime().span.range);
  const answer = useServiceRows("service-series", { service, operation: operation || undefined, step });
  return (
    <section aria-label="Rate, errors and duration" className="mt-3 rounded border border-line bg-surface">
      <div className="flex min-h-80 flex-col *:flex-1">
        <RowsState
          answer={answer}
          skeleton={
            <div className="p-4">
              <SkeletonRows rows={7} rowClass="h-10" />
            </div>
          }
          empty={
            <EmptyNote>No requests in this range. What counts as a request is a Server or a Consumer span.</EmptyNote>
          }
        >
          {(rows) => <Charts service={service} rows={rows} asTable={asTable} />}
        </RowsState>
      </div>
      <div className="flex min-h-9 items-center gap-4 border-line border-t px-4 py-1 text-12 text-muted">
        <span className="max-sm:hidden">Drag on a chart to zoom in; Back zooms out.</span>
        <button
          type="button"
          aria-pressed={asTable}
          onClick={() => void setAsTable(!asTable)}
          className="-mx-1 inline-flex h-7 items-center gap-1.5 rounded px-1 hover:text-text aria-pressed:text-accent sm:ml-auto"
        >
          <Table2 size={14} aria-hidden="true" />
          Table
        </button>
      </div>
    </section>
  );
}

function Charts({ service, rows, asTable }: { service: string; rows: Row<"service-series">[]; asTable: boolean }) {
  const { span, chooseRange } = useTime();
  const whole = useWhole(service);
  const series = useMemo(() => seriesOf(rows, span.range), [rows, span.range]);
  const onBrush = (first: number, last: number) => {
    const [from, to] = [series.times[first], series.times[last]];
    if (from !== undefined && to !== undefined) chooseRange({ from, to: to + series.stepMs });
  };
  if (asTable) return <RedTable series={series} visible />;
  return (
    <>
      <div className="grid grid-cols-1 divide-line max-lg:divide-y lg:grid-cols-3 lg:divide-x">
        {figures.map((figure) => (
          <RedChart key={figure.title} figure={figure} whole={whole} series={series} onBrush={onBrush} />
        ))}
      </div>
      <RedTable series={series} visible={false} />
    </>
  );
}

/** The figures over the whole range, of the operation that is chosen or of all. */
function useWhole(service: string): Row<"service-overview"> | undefined {
  const [operation] = useOperation();
  const ofService = useServiceRows("service-overview", { service, limit: 1 }).data?.[0];
  const ofOperation = useOperations(service).data?.find((row) => row.operation === operation);
  return operation === "" ? ofService : ofOperation;
}

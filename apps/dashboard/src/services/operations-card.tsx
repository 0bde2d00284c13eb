"use client";

import { type ReactNode, useMemo, useState } from "react";
import type { Row } from "../api/rows.ts";
import { spanDuration } from "../format/number.ts";
import { Card } from "../ui/card.tsx";
import { type Column, DataTable, type Sort } from "../ui/data-table.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { ErrorsCell, RateCell } from "./asked-cells.tsx";
import { useOperation } from "./operation-filter.tsx";
import { useServiceRows } from "./use-service-rows.ts";

const pageSize = 12;
const limit = 500;

type Operation = Row<"service-overview">;

export const useOperations = (service: string) =>
  useServiceRows("service-overview", { service, by: "operation", limit });

/** What the service is asked to do, by the names of its Server and Consumer spans. A click shows one alone. */
export function OperationsCard({ service }: { service: string }) {
  const answer = useOperations(service);
  const [operation, choose] = useOperation();
  const [sort, setSort] = useState<Sort>({ id: "rate", desc: true });
  const [page, setPage] = useState(0);
  const columns = useMemo(
    () => columnsOf(operation, (name) => void choose(name === operation ? null : name)),
    [operation, choose],
  );
  return (
    <Card title="Operations" className="lg:col-span-2">
      <div className="-mx-4">
        <RowsState
          answer={answer}
          skeleton={
            <div className="px-4">
              <SkeletonRows rows={6} rowClass="h-9" />
            </div>
          }
          empty={<EmptyNote>No Server or Consumer spans in this range.</EmptyNote>}
        >
          {(rows) => (
            <DataTable
              caption="Operations"
              columns={columns}
              rows={rows}
              idOf={(row) => row.operation}
              sort={sort}
              onSort={(next) => {
                setSort(next);
                setPage(0);
              }}
              page={page}
              onPage={setPage}
              pageSize={pageSize}
              marked={operation || undefined}
            />
          )}
        </RowsState>
      </div>
    </Card>
  );
}

const number = (
  id: string,
  header: string,
  given: {
    value: (row: Operation) => number;
    show: (row: Operation) => ReactNode;
    className: string;
    meaning?: string;
  },
): Column<Operation> => ({
  id,
  header,
  accessorFn: given.value,
  sortFn: "basic",
  meta: { className: given.className, isNumber: true, ...(given.meaning && { meaning: given.meaning }) },
  cell: ({ row }) => given.show(row.original),
});

const columnsOf = (chosen: string, onChoose: (operation: string) => void): Column<Operation>[] => [
  {
    id: "operation",
    header: "Operation",
    accessorFn: ({ operation }) => operation,
    sortFn: "text",
    cell: ({ row: { original } }) => (
      <button
        type="button"
        aria-pressed={original.operation === chosen}
        onClick={() => onChoose(original.operation)}
        title={`${original.operation}. Click to show it alone.`}
        className="block max-w-full truncate rounded text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
      >
        {original.operation || "Without a name"}
      </button>
    ),
  },
  number("rate", "Req/s", {
    value: ({ rate }) => rate,
    show: (row) => <RateCell of={row} />,
    className: "w-17 sm:w-24",
    meaning: "Requests per second",
  }),
  number("errors", "Errors", {
    value: ({ errorRate }) => errorRate,
    show: (row) => <ErrorsCell of={row} />,
    className: "w-16 sm:w-24",
    meaning: "Share of requests that failed",
  }),
  number("p50", "p50", {
    value: ({ p50Ms }) => p50Ms,
    show: ({ p50Ms }) => spanDuration(p50Ms),
    className: "w-24 max-sm:hidden",
  }),
  number("p95", "p95", {
    value: ({ p95Ms }) => p95Ms,
    show: ({ p95Ms }) => spanDuration(p95Ms),
    className: "w-20 max-sm:pr-4 sm:w-24",
  }),
  number("p99", "p99", {
    value: ({ p99Ms }) => p99Ms,
    show: ({ p99Ms }) => spanDuration(p99Ms),
    className: "w-24 max-sm:hidden",
  }),
];

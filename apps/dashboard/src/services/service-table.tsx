"use client";

import { Pencil } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import type { Row } from "../api/rows.ts";
import { spanDuration } from "../format/number.ts";
import { useProject } from "../home/scope.ts";
import { useTimeQuery } from "../time/time-query.ts";
import { IconButton } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ErrorsCell, RateCell } from "./asked-cells.tsx";
import { useEnvironment } from "./environment-filter.tsx";
import { usePage, useSort } from "./list-state.ts";
import type { ServiceLine } from "./service-line.ts";

const pageSize = 50;

export type ServiceTableProps = {
  lines: ServiceLine[];
  /** Rows are of the search or the range before. */
  isStale: boolean;
  /** Undefined for those who may not. */
  onEdit: ((name: string) => void) | undefined;
};

/** Rows that lead to their services. */
export function ServiceTable(props: ServiceTableProps) {
  const { onEdit } = props;
  const [sort, setSort] = useSort({ id: "name", desc: false });
  const [page, setPage] = usePage();
  const mayEdit = onEdit !== undefined;
  const columns = useMemo(
    () => (mayEdit ? [...factColumns, editColumn((name) => onEdit?.(name))] : factColumns),
    [mayEdit, onEdit],
  );
  return (
    <div className={props.isStale ? "opacity-60" : undefined}>
      <DataTable
        caption="Services"
        columns={columns}
        rows={props.lines}
        idOf={({ name }) => name}
        sort={sort}
        onSort={(next) => {
          void setSort(next);
          void setPage(null);
        }}
        page={page}
        onPage={(next) => void setPage(next)}
        pageSize={pageSize}
      />
    </div>
  );
}

const none = <span className="text-muted">–</span>;

const unknown = <span aria-hidden="true" className="ml-auto block h-3 w-10 rounded bg-sunken" />;

function figure(asked: ServiceLine["asked"], show: (row: Row<"service-overview">) => ReactNode): ReactNode {
  if (asked) return show(asked);
  return asked === null ? none : unknown;
}

const factColumns: Column<ServiceLine>[] = [
  {
    id: "name",
    header: "Service",
    accessorFn: ({ name }) => name,
    sortFn: "text",
    cell: ({ row }) => <NameCell line={row.original} />,
  },
  {
    id: "team",
    header: "Owner team",
    accessorFn: ({ ownerTeam }) => ownerTeam || undefined,
    sortFn: "text",
    meta: { className: "w-36 max-md:hidden" },
    cell: ({ row }) => <span className="block truncate">{row.original.ownerTeam || none}</span>,
  },
  {
    id: "tier",
    header: "Tier",
    accessorFn: ({ tier }) => tier ?? undefined,
    sortFn: "basic",
    meta: { className: "w-14 max-lg:hidden", meaning: "How much it matters: 1 is the most" },
    cell: ({ row }) => row.original.tier ?? none,
  },
  {
    id: "environments",
    header: "Environments",
    accessorFn: ({ environments }) => environments.join(", ") || undefined,
    sortFn: "text",
    meta: { className: "w-36 max-lg:hidden" },
    cell: ({ row }) => <Listed words={row.original.environments} />,
  },
  {
    id: "signals",
    header: "Signals",
    accessorFn: ({ signals }) => signals.join(", ") || undefined,
    sortFn: "text",
    meta: { className: "w-36 max-xl:hidden" },
    cell: ({ row }) => <Listed words={row.original.signals} />,
  },
  {
    id: "rate",
    header: "Req/s",
    accessorFn: ({ asked }) => asked?.rate,
    sortFn: "basic",
    meta: { className: "w-17 sm:w-20", isNumber: true, meaning: "Requests per second" },
    cell: ({ row }) => figure(row.original.asked, (asked) => <RateCell of={asked} />),
  },
  {
    id: "errors",
    header: "Errors",
    accessorFn: ({ asked }) => asked?.errorRate,
    sortFn: "basic",
    meta: { className: "w-16 sm:w-20", isNumber: true, meaning: "Share of requests that failed" },
    cell: ({ row }) => figure(row.original.asked, (asked) => <ErrorsCell of={asked} />),
  },
  {
    id: "p95",
    header: "p95",
    accessorFn: ({ asked }) => asked?.p95Ms,
    sortFn: "basic",
    meta: { className: "w-20 max-md:pr-4", isNumber: true, meaning: "95 of 100 requests took no longer" },
    cell: ({ row }) => figure(row.original.asked, ({ p95Ms }) => spanDuration(p95Ms)),
  },
  {
    id: "seen",
    header: "Last seen",
    accessorFn: ({ lastSeen }) => lastSeen,
    sortFn: "basic",
    meta: { className: "w-28 max-md:hidden", isNumber: true },
    cell: ({ row }) => (
      <span className="text-muted">
        <RelativeTime at={row.original.lastSeen} />
      </span>
    ),
  },
];

const editColumn = (onEdit: (name: string) => void): Column<ServiceLine> => ({
  id: "edit",
  header: "Edit",
  enableSorting: false,
  meta: { className: "w-12 max-md:hidden" },
  cell: ({ row }) => (
    // Above the link that spans the row.
    <IconButton label={`Edit ${row.original.name}`} className="relative" onClick={() => onEdit(row.original.name)}>
      <Pencil size={14} aria-hidden="true" />
    </IconButton>
  ),
});

/** The link spans the whole row. On phones what other columns say stands below the name. */
function NameCell({ line }: { line: ServiceLine }) {
  const project = useProject();
  const [environment] = useEnvironment();
  const query = useTimeQuery({ environment });
  const { name, ownerTeam, tier, lastSeen } = line;
  const owner = [ownerTeam, tier === null ? "" : `tier ${tier}`].filter(Boolean).join(", ");
  return (
    <>
      <Link
        href={`/${project}/services/${encodeURIComponent(name)}${query}`}
        prefetch={false}
        title={name}
        className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
      >
        {name}
      </Link>
      <span className="block truncate text-12 text-muted md:hidden">{owner || <RelativeTime at={lastSeen} />}</span>
    </>
  );
}

function Listed({ words }: { words: readonly string[] }) {
  if (words.length === 0) return none;
  const text = words.join(", ");
  return (
    <span className="block truncate text-muted" title={text}>
      {text}
    </span>
  );
}

"use client";

import {
  type ColumnDef,
  createPaginatedRowModel,
  createSortedRowModel,
  metaHelper,
  rowPaginationFeature,
  rowSortingFeature,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import clsx from "clsx";
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo } from "react";
import { exactCount } from "../format/number.ts";
import { IconButton } from "./button.tsx";

type ColumnLook = {
  /** Of the heading and of the cells: width, and from which width of the page on it is shown. */
  className?: string;
  /** Aligned right; sorts from the largest at first. */
  isNumber?: boolean;
  /** What the heading stands for, on hover. */
  meaning?: string;
};

const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
  sortFns: { text: sortFn_text, basic: sortFn_basic },
  columnMeta: metaHelper<ColumnLook>(),
});

/** Columns must be the same list from render to render. An undefined value comes last, whatever the direction. */
export type Column<Row extends object> = ColumnDef<typeof features, Row>;

export type Sort = { id: string; desc: boolean };

type DataTableProps<Row extends object> = {
  /** What the table is of, for those who do not see it. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  idOf: (row: Row) => string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** Counts from 0; one beyond the end is the last. */
  page: number;
  onPage: (page: number) => void;
  pageSize: number;
  /** Id of the row that is marked. */
  marked?: string | undefined;
};

/** Rows that can be sorted by their columns, a page at a time. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, sort, pageSize } = props;
  const lastPage = Math.max(0, Math.ceil(rows.length / pageSize) - 1);
  const page = Math.min(props.page, lastPage);
  const state = useMemo(() => ({ sorting: [sort], pagination: { pageIndex: page, pageSize } }), [sort, page, pageSize]);
  const table = useTable({
    features,
    columns: props.columns,
    data: rows,
    getRowId: props.idOf,
    state,
    autoResetPageIndex: false,
    defaultColumn: { sortUndefined: "last" },
  });
  return (
    <>
      <table className="w-full table-fixed text-13">
        <caption className="sr-only">{props.caption}</caption>
        <thead className="text-12 text-muted">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="h-9 border-line border-b">
              {group.headers.map(({ id, column }) => (
                <Heading
                  key={id}
                  name={String(column.columnDef.header)}
                  look={column.columnDef.meta ?? {}}
                  direction={column.getIsSorted()}
                  onSort={column.getCanSort() ? (desc) => props.onSort({ id, desc }) : undefined}
                />
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              aria-current={row.id === props.marked || undefined}
              className="relative border-line border-b last:border-b-0 hover:bg-sunken aria-[current]:bg-accent-soft"
            >
              {row.getAllCells().map((cell) => {
                const { className, isNumber } = cell.column.columnDef.meta ?? {};
                return (
                  <td
                    key={cell.id}
                    className={clsx(
                      "py-1.5 first:pl-4 last:pr-4",
                      cellClass,
                      className,
                      isNumber && "text-right tabular-nums",
                    )}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {lastPage > 0 && <Pager {...{ page, lastPage, pageSize, rows: rows.length, onPage: props.onPage }} />}
    </>
  );
}

function Heading(props: {
  name: string;
  look: ColumnLook;
  direction: "asc" | "desc" | false;
  onSort: ((desc: boolean) => void) | undefined;
}) {
  const { name, look, direction, onSort } = props;
  const { className, isNumber = false, meaning } = look;
  const Arrow = direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={direction ? (direction === "asc" ? "ascending" : "descending") : undefined}
      className={clsx("font-medium first:pl-4 last:pr-4", cellClass, className, isNumber ? "text-right" : "text-left")}
    >
      {onSort ? (
        <button
          type="button"
          title={meaning}
          onClick={() => onSort(direction ? direction === "asc" : isNumber)}
          className={clsx(
            "inline-flex h-6 max-w-full items-center gap-1 rounded hover:text-text",
            isNumber && "flex-row-reverse",
            direction && "text-accent",
          )}
        >
          <span className="truncate">{name}</span>
          {direction && <Arrow size={12} className="shrink-0" aria-hidden="true" />}
        </button>
      ) : (
        <span className="sr-only">{name}</span>
      )}
    </th>
  );
}

const cellClass = "px-1.5 align-middle sm:px-2";

function Pager(props: {
  page: number;
  lastPage: number;
  pageSize: number;
  rows: number;
  onPage: (page: number) => void;
}) {
  const { page, lastPage, pageSize, rows, onPage } = props;
  const first = page * pageSize + 1;
  const last = Math.min(rows, first + pageSize - 1);
  return (
    <nav
      aria-label="Pages"
      className="flex h-11 items-center justify-end gap-1 border-line border-t pr-2 pl-4 text-12 text-muted tabular-nums"
    >
      <span className="mr-2">
        {exactCount(first)}–{exactCount(last)} of {exactCount(rows)}
      </span>
      <IconButton label="Previous page" disabled={page === 0} onClick={() => onPage(page - 1)}>
        <ChevronLeft size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next page" disabled={page === lastPage} onClick={() => onPage(page + 1)}>
        <ChevronRight size={16} aria-hidden="true" />
      </IconButton>
    </nav>
  );
}

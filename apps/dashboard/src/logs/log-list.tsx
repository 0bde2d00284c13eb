"use client";

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { ApiFailure } from "../api/request.ts";
import type { Row } from "../api/rows.ts";
import { exactCount } from "../format/number.ts";
import type { Range } from "../time/period.ts";
import { useTime } from "../time/time-state.ts";
import { dayMs } from "../time/zone.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure.tsx";
import { SkeletonRows } from "../ui/rows-state.tsx";
import { LogLine } from "./log-line.tsx";
import { useOpenRecord } from "./log-state.ts";
import { NoLogs, RefusedSearch } from "./no-logs.tsx";

type LogListProps = {
  project: string;
  ingestUrl: string;
  answer: UseInfiniteQueryResult<InfiniteData<Row<"logs">[]>>;
  range: Range;
  /** How many records fit, with what sampled ones stand for; undefined until that is known. */
  total: number | undefined;
  /** Live refresh waits. */
  isHeld: boolean;
  /** Whether the pointer is on the lines. */
  onRead: (isRead: boolean) => void;
};

/** The records, the newest first, page below page. */
export function LogList(props: LogListProps) {
  const { narrow } = useTime();
  const { data, error, refetch } = props.answer;
  if (error instanceof ApiFailure && error.type === "invalid-params") return <RefusedSearch reason={error.message} />;
  if (error && !data) return <FailureNote failure={error} onRetry={() => void refetch()} onNarrow={narrow} />;
  if (!data) return <SkeletonRows rows={24} rowClass="h-7" />;
  const records = data.pages.flat();
  if (records.length === 0) return <NoLogs project={props.project} ingestUrl={props.ingestUrl} />;
  return <Pages {...props} records={records} />;
}

function Pages({ project, answer, records, range, total, isHeld, onRead }: LogListProps & { records: Row<"logs">[] }) {
  const { error, isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage } = answer;
  return (
    <section aria-label="Records" className={isPlaceholderData ? "mt-4 opacity-60" : "mt-4"}>
      <p className="flex min-h-7 flex-wrap items-center gap-x-4 text-12 text-muted tabular-nums">
        <span role="status">
          {shownWords(records.length, hasNextPage, total)}
          {isHeld && ". Live refresh waits while a line is read"}
        </span>
        <span className="ml-auto max-sm:hidden pointer-coarse:hidden">
          J and K move, Enter opens, / searches, A filters, Esc closes
        </span>
      </p>
      <ol
        aria-label="Log records"
        className="border-line border-t"
        onPointerEnter={() => onRead(true)}
        onPointerLeave={() => onRead(false)}
      >
        <Lines project={project} records={records} withDay={range.to - range.from > dayMs} />
      </ol>
      {error && <FailureNote failure={error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && !error && (
        <div className="flex justify-center py-4">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? "Loading older records" : "Load older records"}
          </Button>
        </div>
      )}
    </section>
  );
}

function shownWords(shown: number, hasMore: boolean, total: number | undefined): string {
  if (!hasMore) return `${exactCount(shown)} shown, that is all of them`;
  return `${exactCount(shown)} newest${total === undefined ? "" : ` of ${exactCount(total)}`}`;
}

type LinesProps = { project: string; records: readonly Row<"logs">[]; withDay: boolean };

function Lines({ project, records, withDay }: LinesProps) {
  const [openRecord, setOpenRecord] = useOpenRecord();
  return records.map((record) => (
    <LogLine
      key={record.id}
      project={project}
      record={record}
      withDay={withDay}
      isOpen={record.id === openRecord}
      onOpen={setOpenRecord}
    />
  ));
}

"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { type RefObject, useDeferredValue, useMemo, useRef } from "react";
import { counted, exactCount } from "../format/number.ts";
import { useProject } from "../home/scope.ts";
import { useTime } from "../time/time-state.ts";
import { FailureNote } from "../ui/failure.tsx";
import { keyClass } from "../ui/floating.ts";
import { EmptyNote, SkeletonRows } from "../ui/rows-state.tsx";
import { maxServices, useCatalogue } from "./catalogue.ts";
import { EmptyServices } from "./empty-services.tsx";
import { EnvironmentFilter, useEnvironment } from "./environment-filter.tsx";
import { useEdited, usePage, useSearch } from "./list-state.ts";
import { linesOf } from "./service-line.ts";
import { ServiceTable, type ServiceTableProps } from "./service-table.tsx";
import { useListKeys } from "./use-list-keys.ts";
import { useServiceRows } from "./use-service-rows.ts";

const EditDialog = dynamic(() => import("./edit-dialog.tsx").then((loaded) => loaded.EditDialog));

/** All services of the project; those that match a search, of one environment. */
export function ServiceList({ ingestUrl, mayEdit }: { ingestUrl: string; mayEdit: boolean }) {
  const project = useProject();
  const all = useCatalogue(project, "").data?.services;
  const searchInput = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useListKeys({ searchInput, list });
  if (all?.length === 0) return <EmptyServices slug={project} ingestUrl={ingestUrl} />;
  const environments = all?.flatMap((service) => service.environments.map(({ name }) => name)) ?? [];
  return (
    <>
      <h1 className="text-20 font-semibold">Services</h1>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <SearchField inputRef={searchInput} />
        <EnvironmentFilter names={environments} />
      </div>
      <div ref={list}>
        <Found mayEdit={mayEdit} />
      </div>
    </>
  );
}

/** What the search and the environment leave of them. */
function Found({ mayEdit }: { mayEdit: boolean }) {
  const project = useProject();
  const [search] = useSearch();
  const [environment] = useEnvironment();
  const [edited, edit] = useEdited();
  const found = useCatalogue(project, useDeferredValue(search.trim()));
  const overview = useServiceRows("service-overview", { limit: 1_000 });
  const lines = useMemo(
    () => linesOf(found.data?.services ?? [], overview.error ? [] : overview.data, environment),
    [found.data, overview.data, overview.error, environment],
  );
  if (found.error) return <FailureNote failure={found.error} onRetry={() => void found.refetch()} />;
  const service = mayEdit && found.data?.services.find(({ name }) => name === edited);
  return (
    <>
      {overview.error && <OverviewFailure failure={overview.error} onRetry={() => void overview.refetch()} />}
      <div className="mt-3 rounded border border-line bg-surface">
        {found.data ? (
          <Lines
            lines={lines}
            isStale={found.isPlaceholderData || overview.isPlaceholderData}
            onEdit={mayEdit ? (name) => void edit(name) : undefined}
          />
        ) : (
          <div className="px-4">
            <SkeletonRows rows={8} rowClass="h-11" />
          </div>
        )}
      </div>
      <p role="status" className="mt-2 text-12 text-muted tabular-nums">
        {found.data && countWords(lines.length, found.data.isCut)}
      </p>
      {service && <EditDialog project={project} service={service} onClose={() => void edit(null)} />}
    </>
  );
}

const Lines = (props: ServiceTableProps) =>
  props.lines.length === 0 ? <EmptyNote>No service matches.</EmptyNote> : <ServiceTable {...props} />;

/** Requests are not counted by all that is sent, so the line says what they are. */
function countWords(shown: number, isCut: boolean): string {
  const services = isCut
    ? `The first ${exactCount(maxServices)} by name; search to find others`
    : counted(shown, "service");
  return `${services}, heard of within 30 days. Requests are Server and Consumer spans in the chosen range.`;
}

/** The catalogue is worth reading without its figures, so it stays. */
function OverviewFailure({ failure, onRetry }: { failure: Error; onRetry: () => void }) {
  const { narrow } = useTime();
  return (
    <div className="mt-3 rounded border border-line bg-surface">
      <FailureNote failure={failure} onRetry={onRetry} onNarrow={narrow} />
    </div>
  );
}

function SearchField({ inputRef }: { inputRef: RefObject<HTMLInputElement | null> }) {
  const [search, setSearch] = useSearch();
  const [, setPage] = usePage();
  const change = (text: string) => {
    void setSearch(text || null);
    void setPage(null);
  };
  return (
    <label className="flex h-8 w-64 max-w-full items-center gap-1.5 rounded border border-line bg-surface px-2 focus-within:outline-2 focus-within:outline-focus max-sm:w-0 max-sm:min-w-40 max-sm:flex-1">
      <Search size={14} className="shrink-0 text-muted" aria-hidden="true" />
      <span className="sr-only">Search services</span>
      <input
        ref={inputRef}
        type="search"
        value={search}
        maxLength={200}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          change("");
          event.currentTarget.blur();
        }}
        placeholder="Search"
        className="min-w-0 flex-1 bg-transparent text-16 outline-none placeholder:text-muted sm:text-13"
      />
      <kbd className={`${keyClass} pointer-coarse:hidden`}>/</kbd>
    </label>
  );
}

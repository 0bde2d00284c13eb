"use client";

import { Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { FilterBar } from "../filters/filter-bar.tsx";
import { LiveVisitors } from "../shell/live-visitors.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { UserMenu } from "../shell/user-menu.tsx";
import { RefreshControl } from "../time/refresh-control.tsx";
import { TimePicker } from "../time/time-picker.tsx";
import { BreakdownCard } from "./breakdown-card.tsx";
import { breakdownCardNames, useDetails } from "./breakdowns.ts";
import { ClicksCard } from "./clicks-card.tsx";
import { EmptyProject } from "./empty-project.tsx";
import { ErrorsCard } from "./errors-card.tsx";
import { EventsCard } from "./events-card.tsx";
import type { HomeProps } from "./home.tsx";
import { useHomeFilters } from "./home-filters.ts";
import { NewestEvent } from "./newest-event.tsx";
import { RequestsCard } from "./requests-card.tsx";
import { samplingWords } from "./sampling.ts";
import { useScopedRows } from "./scope.ts";
import { TopStats } from "./top-stats.tsx";
import { TrafficChart, useTrafficAsTable } from "./traffic-chart.tsx";
import { useHasEvents } from "./use-has-events.ts";
import { useHomeKeys } from "./use-home-keys.ts";
import { VisitsCard } from "./visits-card.tsx";
import { VitalsCard } from "./vitals-card.tsx";

// Sheets come when they open: most visits see none.
const DetailsDialog = dynamic(() => import("./details-dialog.tsx").then((loaded) => loaded.DetailsDialog));
const KeyboardHelp = dynamic(() => import("../shell/keyboard-help.tsx").then((loaded) => loaded.KeyboardHelp));

export function HomeBody(props: HomeProps) {
  const filterInput = useRef<HTMLInputElement>(null);
  const [timeOpen, setTimeOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useHomeKeys({
    focusFilter: () => filterInput.current?.focus(),
    openCustomRange: () => setTimeOpen(true),
    openHelp: () => setHelpOpen(true),
  });
  const filters = useHomeFilters();
  const [details, setDetails] = useDetails();
  const hasEvents = useHasEvents(props.current);
  return (
    <>
      <TopBar
        projects={props.projects}
        current={props.current}
        status={<LiveVisitors project={props.current.slug} />}
        menu={<UserMenu email={props.email} onKeys={() => setHelpOpen(true)} />}
      >
        {hasEvents && (
          <>
            <TimePicker open={timeOpen} onOpenChange={setTimeOpen} />
            <RefreshControl />
          </>
        )}
      </TopBar>
      <main className="mx-auto max-w-[1200px] px-4 pt-4 pb-16">
        {hasEvents ? (
          <>
            <h1 className="sr-only">{props.current.name}</h1>
            <FilterBar inputRef={filterInput} model={filters} />
            <Traffic />
            <Cards />
          </>
        ) : (
          <EmptyProject slug={props.current.slug} ingestUrl={props.ingestUrl} />
        )}
      </main>
      {details && <DetailsDialog card={details} onClose={() => void setDetails(null)} />}
      {helpOpen && <KeyboardHelp page="home" onClose={() => setHelpOpen(false)} />}
    </>
  );
}

function Traffic() {
  const [asTable, setAsTable] = useTrafficAsTable();
  return (
    <section aria-label="Traffic" className="mt-4 rounded border border-line bg-surface">
      <TopStats />
      <div className="border-line border-t px-2 pt-2 pb-2">
        <TrafficChart />
      </div>
      <div className="flex min-h-9 items-center justify-between gap-4 border-line border-t px-4 py-1 text-12 text-muted">
        <div className="flex flex-wrap gap-x-4">
          <SampleNote />
          <span className="max-sm:hidden">Drag on the chart to zoom in; Back zooms out.</span>
          <NewestEvent />
        </div>
        <button
          type="button"
          aria-pressed={asTable}
          onClick={() => void setAsTable(!asTable)}
          className="-mx-1 inline-flex h-7 items-center gap-1.5 rounded px-1 hover:text-text aria-pressed:text-accent"
        >
          <Table2 size={14} aria-hidden="true" />
          Table
        </button>
      </div>
    </section>
  );
}

/** Sampled figures are said to be sampled. */
function SampleNote() {
  const overview = useScopedRows("overview").data?.[0];
  const words = overview && samplingWords(overview);
  if (!words) return null;
  return (
    <span className="tabular-nums" title={samplingMeaning}>
      {words}
    </span>
  );
}

const samplingMeaning =
  "This site keeps a part of its visits, each of which stands for several. In two of three cases the true number of visits lies within the standard error.";

const Cards = () => (
  <div className="mt-4 grid grid-cols-1 gap-4 lg:grid-cols-2">
    {breakdownCardNames.map((card) => (
      <BreakdownCard key={card} card={card} />
    ))}
    <VitalsCard />
    <ErrorsCard />
    <RequestsCard />
    <ClicksCard />
    <EventsCard />
    <VisitsCard />
  </div>
);

"use client";

import type { WireEvent } from "@perigee/browser";
import clsx from "clsx";
import { useId, useRef, useState } from "react";
import { stored, useStored } from "../stored.ts";
import { sessionId } from "./perigee.ts";
import { kindNames, type SentKind, sentEvents } from "./sent-events.ts";
import { SentList } from "./sent-list.tsx";
import { useShopConfig } from "./shop-telemetry.tsx";
import { Trouble } from "./trouble-panel.tsx";

const panelOpen = stored({
  key: "small-orbit.panel-open",
  storage: "session",
  fallback: false,
  accepts: (value): value is boolean => typeof value === "boolean",
});

/** The docked drawer that shows what the SDK sends. The button comes first, so that the tab key leads from it into the drawer above. */
export function SentPanel() {
  const isOpen = useStored(panelOpen);
  const events = useStored(sentEvents);
  const toggle = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const close = () => {
    panelOpen.write(false);
    toggle.current?.focus();
  };
  return (
    <aside
      aria-label="Perigee"
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOpen) close();
      }}
      className="fixed inset-x-0 bottom-0 z-40 flex flex-col-reverse items-end text-[13px] sm:inset-x-auto sm:right-4 sm:bottom-4"
    >
      <button
        ref={toggle}
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => panelOpen.write(!isOpen)}
        className={clsx(
          "flex min-h-11 items-center gap-2.5 bg-night px-4 font-medium text-night-text shadow-float",
          isOpen ? "w-full justify-center sm:w-auto sm:rounded-full" : "mr-3 mb-3 rounded-full sm:m-0",
        )}
      >
        <Mark />
        What Perigee sent
        <span className="w-9 rounded-full bg-night-line text-center text-[12px] tabular-nums">{events.length}</span>
        <svg viewBox="0 0 10 6" className={clsx("w-2.5", !isOpen && "rotate-180")} aria-hidden="true">
          <path d="M1 1L5 5L9 1" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" />
        </svg>
      </button>
      {isOpen && (
        <div
          id={panelId}
          className="flex max-h-[min(78dvh,720px)] w-full motion-safe:animate-[rise_120ms_ease-out] flex-col overflow-hidden rounded-t-[10px] bg-surface shadow-float sm:mb-2 sm:w-[380px] sm:rounded-[10px]"
        >
          <PanelBody events={events} />
        </div>
      )}
    </aside>
  );
}

function PanelBody({ events }: { events: readonly WireEvent[] }) {
  const { publicKey } = useShopConfig();
  const [kind, setKind] = useState<SentKind>();
  const shown = kind ? events.filter((event) => event.kind === kind) : events;
  return (
    <>
      {publicKey ? <DashboardLinks /> : <MissingKey />}
      <Trouble />
      <KindFilter events={events} kind={kind} onChange={setKind} />
      <SentList events={shown} />
    </>
  );
}

function DashboardLinks() {
  const { dashboardUrl, project } = useShopConfig();
  const home = `${dashboardUrl}/${encodeURIComponent(project)}`;
  const session = sessionId();
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 border-line border-b px-4 py-3">
      {session && (
        <a className="link font-medium" href={`${home}/sessions/${session}`} target="_blank" rel="noreferrer">
          This visit in the dashboard
        </a>
      )}
      <a className="link" href={home} target="_blank" rel="noreferrer">
        Project home
      </a>
    </p>
  );
}

const MissingKey = () => (
  <p role="note" className="border-line border-b bg-brass-soft px-4 py-3">
    Nothing is sent, because this shop was started without a public key. Set <code>PERIGEE_PUBLIC_KEY</code> to a key
    that starts with <code>pk_</code> and start the shop again.
  </p>
);

type KindFilterProps = {
  events: readonly WireEvent[];
  kind: SentKind | undefined;
  onChange: (kind: SentKind | undefined) => void;
};

function KindFilter({ events, kind, onChange }: KindFilterProps) {
  const counts = Map.groupBy(events, (event) => event.kind);
  const kinds = (Object.keys(kindNames) as SentKind[]).filter((name) => counts.has(name) || name === kind);
  if (kinds.length === 0) return null;
  return (
    <fieldset className="flex flex-wrap gap-x-1 gap-y-1 border-line border-b px-3 py-2">
      <legend className="sr-only">Show kinds</legend>
      {kinds.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={kind === name}
          onClick={() => onChange(kind === name ? undefined : name)}
          className={clsx("rounded-md px-1.5 py-1", kind === name ? "bg-sunken text-ink" : "text-muted hover:text-ink")}
        >
          {kindNames[name].many} <span className="text-ink tabular-nums">{counts.get(name)?.length ?? 0}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** The mark of Perigee: a tilted ellipse and its near point. */
const Mark = () => (
  <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true">
    <path
      d="M14.6 5.6A7 4 -20 1 1 1.4 10.4A7 4 -20 1 1 14.6 5.6Z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
    />
    <circle cx="1.9" cy="10.2" r="1.9" fill="currentColor" />
  </svg>
);

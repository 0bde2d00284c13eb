import type { WireEvent } from "@perigee/browser";
import { groupByPath, kindNames, summarise } from "./sent-events.ts";

/** Events under the page they happened on, newest first; each opens to the JSON that went over the wire. */
export function SentList({ events }: { events: readonly WireEvent[] }) {
  if (events.length === 0) {
    return <p className="px-4 py-6 text-muted">Nothing to show yet. Each step in the shop appears here.</p>;
  }
  return (
    <ol className="min-h-0 overflow-y-auto overscroll-contain pb-2" aria-label="Sent events">
      {[...groupByPath(events)].map(([path, onPage]) => (
        <li key={path}>
          <p className="sticky top-0 truncate bg-surface px-4 pt-3 pb-1 font-mono text-[12px] text-muted">{path}</p>
          <ol>
            {onPage.map((event) => (
              <SentRow key={event.id} event={event} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function SentRow({ event }: { event: WireEvent }) {
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-8 items-center gap-2 px-4 hover:bg-sunken">
          <span aria-hidden="true" className="w-2 shrink-0 text-muted group-open:rotate-90">
            ›
          </span>
          <span className="w-12 shrink-0 text-muted">{kindNames[event.kind].one}</span>
          <span className="min-w-0 flex-1 truncate">
            {event.kind === "vital" && <Rating rating={event.rating} />}
            {summarise(event)}
          </span>
          <time dateTime={new Date(event.time).toISOString()} className="shrink-0 text-muted tabular-nums">
            {new Date(event.time).toLocaleTimeString("en-GB")}
          </time>
        </summary>
        <pre className="max-h-64 overflow-auto bg-sunken px-4 py-2.5 text-[12px] leading-[1.5]">
          {JSON.stringify(event, null, 2)}
        </pre>
      </details>
    </li>
  );
}

type RatingName = "good" | "needs-improvement" | "poor";

/** Dot, triangle, square: the state is told by shape as well as by colour. */
const ratings: Record<RatingName, { shape: string; name: string; colour: string }> = {
  good: { shape: "M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8Z", name: "good", colour: "text-good" },
  "needs-improvement": { shape: "M5 1L9.5 9H.5Z", name: "needs improvement", colour: "text-needs" },
  poor: { shape: "M1 1H9V9H1Z", name: "poor", colour: "text-poor" },
};

function Rating({ rating }: { rating: RatingName }) {
  const { shape, name, colour } = ratings[rating];
  return (
    <svg viewBox="0 0 10 10" role="img" aria-label={name} className={`mr-1.5 inline size-2.5 align-baseline ${colour}`}>
      <path d={shape} fill="currentColor" />
    </svg>
  );
}

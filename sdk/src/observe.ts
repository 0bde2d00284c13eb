import { afterLoad } from "./after-load.ts";
import { toEpoch } from "./clock.ts";
import type { Context, Draft } from "./instrumentation.ts";
import { MOST_ENTRIES } from "./limits.ts";
import { guard, stopAll } from "./safely.ts";
import { viewCap } from "./view-cap.ts";
import type { Props } from "./wire.ts";

type Facts = Record<string, string | number | undefined>;

/** An event of something that lasts, before it has what all of them take from their entry. */
type EntryDraft = Draft extends infer Event
  ? Event extends { kind: "resource" | "navigation" | "long-frame" }
    ? Omit<Event, "time" | "durationMs" | "props"> & { props: Facts }
    : never
  : never;

/** Tells what `read` makes of each performance entry of a type, those from before included, up to a limit per view. */
export function observe<Entry extends PerformanceEntry>(
  { current, emit }: Context,
  type: string,
  read: (entry: Entry) => EntryDraft | undefined,
): () => void {
  const hasRoom = viewCap(MOST_ENTRIES);

  const see = guard((entry: Entry) => {
    const draft = read(entry);
    if (!draft || !hasRoom(current())) return;
    emit({
      ...draft,
      time: toEpoch(entry.startTime),
      durationMs: Math.round(entry.duration),
      props: tellingOf(draft.props),
    });
  });

  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) see(entry as Entry);
  });
  return stopAll(
    // Asked for a type that it does not know, a browser complains in the page's console.
    afterLoad(() => knows(type) && observer.observe({ type, buffered: true })),
    () => observer.disconnect(),
  );
}

/** Whether the browser has entries of this type. */
export const knows = (type: string): boolean => PerformanceObserver.supportedEntryTypes.includes(type);

/** Five digits after the point would be noise, be it of milliseconds or of a layout shift. */
export const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Facts with round numbers, and without what says nothing: zeros, empty texts, what a browser does not know. */
export function tellingOf(facts: Facts): Props {
  const props: Props = {};
  for (const [name, fact] of Object.entries(facts)) {
    const told = round(Number(fact)) || fact;
    if (told) props[name] = told;
  }
  return props;
}

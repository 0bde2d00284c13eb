import type { z } from "zod";
import { withinLimit } from "../lenient.ts";
import type { Draft } from "../wire-batches.ts";
import { eventDrafts } from "./events.ts";
import { errorDraft } from "./exceptions.ts";
import { measurementDrafts } from "./measurements.ts";
import type { Place } from "./page.ts";
import { Event, Exception, Log, Measurement, type Payload } from "./payload.ts";

/** The readable signals of a request; `faults` has a sentence for each of the others. */
export type Signals = {
  events: Event[];
  exceptions: Exception[];
  measurements: Measurement[];
  logs: Log[];
  faults: string[];
};

type Name = Exclude<keyof Signals, "faults">;

export function signalsOf(payload: Payload): Signals {
  const faults: string[] = [];
  const good = <Schema extends z.ZodType>(name: Name, schema: Schema): z.infer<Schema>[] =>
    withinLimit(payload[name], name, faults).flatMap((entry, index) => {
      const parsed = schema.safeParse(entry);
      if (parsed.success) return [parsed.data];
      const issue = parsed.error.issues[0];
      faults.push(`${[name, index, ...(issue?.path ?? [])].join(".")}: ${issue?.message}`);
      return [];
    });
  return {
    events: good("events", Event),
    exceptions: good("exceptions", Exception),
    measurements: good("measurements", Measurement),
    logs: good("logs", Log),
    faults,
  };
}

/** Milliseconds since the epoch of the first signal that says when it happened. */
export const firstTime = ({ events, exceptions, measurements, logs }: Signals): number | undefined =>
  [...events, ...exceptions, ...measurements, ...logs].find(({ timestamp }) => timestamp !== undefined)?.timestamp;

/** Those that a page's events are made of, in the order in which they happened, as far as Faro's lists tell. */
export function draftsOf(signals: Signals, page: Omit<Place, "time" | "traceId">, receivedAt: number): Draft[] {
  const place = ({ timestamp = receivedAt, trace }: Pick<Event, "timestamp" | "trace">): Place => ({
    ...page,
    time: timestamp,
    traceId: trace?.trace_id,
  });
  const drafts = [
    ...signals.events.flatMap((event) => eventDrafts(event, place(event))),
    ...signals.exceptions.map((exception) => errorDraft(exception, place(exception))),
    ...signals.measurements.flatMap((measurement) => measurementDrafts(measurement, place(measurement))),
  ];
  return drafts.sort((one, other) => one.time - other.time);
}

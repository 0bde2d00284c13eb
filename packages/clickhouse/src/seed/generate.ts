import type { SpanRow } from "@perigee/schema";
import { addBackEnd } from "./back-end.ts";
import { addMetrics } from "./back-end-metrics.ts";
import { Random, weighted } from "./random.ts";
import { countRows, noRows, type Rows } from "./recorder.ts";
import { releaseAt } from "./releases.ts";
import { chooseTrafficSource } from "./traffic-sources.ts";
import { addVisit } from "./visit-rows.ts";
import { Visitors } from "./visitor.ts";

export type SeedOptions = {
  projectId: number;
  /** What browsers sent, roughly: rows of events, vitals and errors; 280,000 by default. The back end's rows come on top. */
  events?: number;
  /** Length of the story, 30 by default. */
  days?: number;
  /** Another seed tells another story; 1 by default. */
  seed?: number;
  /** End of the story, epoch milliseconds; now by default. The same options with the same end give the same rows. */
  endMs?: number;
  retentionDays?: number;
};

export type Story = Required<SeedOptions>;

/** Rows that a visit has on average, measured over a month; a test keeps it true to a tenth. */
const rowsPerVisit = 20.4;
const dayMs = 86_400_000;

export const defaults = { events: 280_000, days: 30, seed: 1, retentionDays: 90 } as const;

export const storyOf = (options: SeedOptions): Story => ({ ...defaults, endMs: Date.now(), ...options });

/** Sunday first: people shop on Sunday evenings and Mondays, and do something better on Saturdays. */
const weekRhythm = [1.02, 1.16, 1.08, 1.04, 1, 0.9, 0.8];

/** Visits by hour of the visitor's own day. */
const chooseHour = weighted(
  [9, 5, 3, 2, 2, 4, 10, 20, 32, 42, 48, 50, 54, 50, 46, 45, 47, 52, 60, 72, 80, 74, 50, 24].map(
    (weight, hour) => [weight, hour] as const,
  ),
);

/** Tells the story visit by visit, a day at a time; gives all rows so far whenever there are `batchRows` of them. */
export function* generate(story: Story, batchRows: number): Generator<Rows> {
  const startMs = story.endMs - story.days * dayMs;
  const visitors = new Visitors(story.seed);
  let rows = noRows();
  for (const [day, visits] of visitsByDay(story).entries()) {
    const random = new Random(story.seed, 4_294_967_296 * (day + 1));
    const backEndRandom = new Random(story.seed, 4_294_967_296 * (day + 1) + 1);
    const spans: SpanRow[] = [];
    for (let visit = 0; visit < visits; visit++) {
      const visitor = visitors.next(random);
      const visitStart = startMs + day * dayMs + timeOfDay(random, visitor.place.utcOffsetHours, startMs);
      const [firstEvent, firstSpan] = [rows.events.length, rows.otel_traces.length];
      addVisit(rows, random, {
        ...story,
        startMs: visitStart,
        visitor,
        source: chooseTrafficSource(random.fraction()),
        release: releaseAt((visitStart - startMs) / (story.endMs - startMs)),
      });
      addBackEnd(rows, backEndRandom, rows.events.slice(firstEvent));
      for (const span of rows.otel_traces.slice(firstSpan)) spans.push(span);
      if (countRows(rows) >= batchRows) {
        yield rows;
        rows = noRows();
      }
    }
    addMetrics(rows, spans);
  }
  yield rows;
}

/** A day of the story is 24 hours back from its end; the visitor's rhythm is that of the clock where they live. */
function timeOfDay(random: Random, utcOffsetHours: number, startMs: number): number {
  const localMs = (chooseHour(random.fraction()) + random.fraction()) * 3_600_000;
  const offset = localMs - utcOffsetHours * 3_600_000 - (startMs % dayMs);
  return Math.floor(((offset % dayMs) + dayMs) % dayMs);
}

/** Shares out the visits: the week's rhythm, slow growth, and some days that are simply better than others. */
function visitsByDay({ seed, days, events, endMs }: Story): number[] {
  const random = new Random(seed);
  const weights = Array.from({ length: days }, (_, day) => {
    const weekday = new Date(endMs - (days - day - 0.5) * dayMs).getUTCDay();
    return (weekRhythm[weekday] ?? 1) * (0.9 + (0.25 * day) / days) * (0.94 + 0.12 * random.fraction());
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.max(1, Math.round((weight / total) * (events / rowsPerVisit))));
}

import type { ProjectSettings } from "@perigee/schema";

/** Milliseconds of the windows in which events are counted. Both begin where UTC's do. */
const lengthMs = { minute: 60_000, day: 86_400_000 } as const;

export type WindowName = keyof typeof lengthMs;

/** Events accepted in the window that began at `start` (milliseconds since the epoch). */
type Window = { start: number; events: number };

export type Counts = Record<WindowName, Window>;

/** Events by the minute in which they were accepted, which need not be the one in which they are reported. */
export type Report = { minute: number; events: number }[];

/** An isolate reports when it has accepted so many events, or so long after its last report. */
const reportEvents = 1_000;
const reportMs = 5_000;

export const startOf = (name: WindowName, time: number): number => Math.floor(time / lengthMs[name]) * lengthMs[name];

/**
 * What one isolate knows about one project's use: what the project's object said last, and what was accepted here since.
 *
 * That is never more than the truth, so nobody is refused below the quota. It may be less: what other isolates have not reported. So a
 * project can pass its quota by what its isolates accept between two reports, per isolate 1,000 events or 5 seconds' worth,
 * whichever is less, and the batches that are under way. What an isolate had not reported when it ended, or could not report because
 * the object was away, is not counted.
 */
export class QuotaTally {
  #counts: Counts = { minute: { start: 0, events: 0 }, day: { start: 0, events: 0 } };
  #unreported = new Map<number, number>();
  #reportedAt = Number.NEGATIVE_INFINITY;

  accept(events: number, now: number): void {
    const minute = startOf("minute", now);
    this.#unreported.set(minute, (this.#unreported.get(minute) ?? 0) + events);
    this.#count(minute, events);
  }

  /** When a used-up quota begins anew, milliseconds since the epoch; undefined while there is something left. */
  usedUpUntil(quota: ProjectSettings["quota"], now: number): number | undefined {
    // The day's first: who waits for the minute's end only to be refused for the day has waited in vain.
    return this.#usedUpIn("day", quota.eventsPerDay, now) ?? this.#usedUpIn("minute", quota.eventsPerMinute, now);
  }

  /** True at first, and whenever enough has gathered. */
  isReportDue(now: number): boolean {
    const unreported = Array.from(this.#unreported.values()).reduce((sum, events) => sum + events, 0);
    return unreported >= reportEvents || now - this.#reportedAt >= reportMs;
  }

  /** What is to be reported now. It is given out once: told twice, it would count double. */
  takeReport(now: number): Report {
    const report = Array.from(this.#unreported, ([minute, events]) => ({ minute, events }));
    this.#unreported.clear();
    this.#reportedAt = now;
    return report;
  }

  /** Takes in what the object answered, and adds what was accepted here meanwhile. */
  learn(counts: Counts): void {
    this.#counts = counts;
    for (const [minute, events] of this.#unreported) this.#count(minute, events);
  }

  #count(minute: number, events: number): void {
    for (const name of ["minute", "day"] as const) {
      const start = startOf(name, minute);
      const window = this.#counts[name];
      if (start === window.start) window.events += events;
      else if (start > window.start) this.#counts[name] = { start, events };
    }
  }

  #usedUpIn(name: WindowName, quota: number | null, now: number): number | undefined {
    const { start, events } = this.#counts[name];
    const isUsedUp = quota !== null && start === startOf(name, now) && events >= quota;
    return isUsedUp ? start + lengthMs[name] : undefined;
  }
}

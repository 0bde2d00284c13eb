import type { IngestTable, QueueMessage } from "@perigee/schema";
import type { Meter } from "./instruments.ts";
import { reportMessage, tableOf } from "./report.ts";

const intervalMs = 10_000;

/**
 * Tells of an isolate's own work, at most once in ten seconds. Nothing runs by itself: whoever does work asks whether a report is
 * due and sends it, so an isolate that has nothing to do says nothing, and a report about a report cannot call for the next one.
 * What an isolate counted after its last report goes with it when it ends.
 */
export class Reporter {
  readonly #meter: Meter;
  readonly #service: string;
  #instance = "";
  #startedAt = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #isUnderWay = false;

  constructor(meter: Meter, service: string) {
    this.#meter = meter;
    this.#service = service;
  }

  isDue(now: number): boolean {
    return !this.#isUnderWay && now - this.#lastAt >= intervalMs;
  }

  /**
   * Gives the message of the internal project to `deliver`, which answers with the tables whose rows have arrived. The others'
   * are told again in the next report, and all of them where it throws; the error is the caller's to log.
   */
  async report(now: number, deliver: (message: QueueMessage) => Promise<readonly IngestTable[]>): Promise<void> {
    if (!this.isDue(now)) return;
    this.#lastAt = now;
    this.#instance ||= crypto.randomUUID();
    const unreported = this.#meter.unreported();
    if (unreported.length === 0) return;
    this.#isUnderWay = true;
    try {
      const origin = {
        service: this.#service,
        instance: this.#instance,
        id: crypto.randomUUID(),
        startedAt: this.#startedAt || now,
        now,
      };
      const arrived = await deliver(
        reportMessage(
          unreported.map(({ point }) => point),
          origin,
        ),
      );
      for (const { point, commit } of unreported) if (arrived.includes(tableOf[point.kind])) commit();
      this.#startedAt = now;
    } finally {
      this.#isUnderWay = false;
    }
  }
}

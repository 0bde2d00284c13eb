import type { QueueMessage } from "@perigee/schema";
import type { Meter } from "./instruments.ts";
import { reportMessage } from "./report.ts";

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
   * Gives the message of the internal project to `deliver`. Where that throws, all of it is told again in the next report; the
   * error is the caller's to log.
   */
  async report(now: number, deliver: (message: QueueMessage) => Promise<unknown>): Promise<void> {
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
      await deliver(
        reportMessage(
          unreported.map(({ point }) => point),
          origin,
        ),
      );
      for (const { commit } of unreported) commit();
      this.#startedAt = now;
    } finally {
      this.#isUnderWay = false;
    }
  }
}

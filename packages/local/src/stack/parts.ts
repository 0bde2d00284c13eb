import { setTimeout as pause } from "node:timers/promises";
import type { Child } from "./child.ts";
import { tell } from "./progress.ts";
import { countDeaths } from "./restarts.ts";

type Part = { name: string; stop: () => Promise<void> };

/** The running parts of the stack: they stop in the opposite order of their start, and one that dies is started again. */
export class Parts {
  readonly #parts: Part[] = [];
  readonly #died = Promise.withResolvers<string>();
  #stopping = false;

  /** A part that comes up after the stop began is stopped at once. */
  add(part: Part): void {
    if (this.#stopping) void part.stop();
    else this.#parts.push(part);
  }

  /**
   * Starts a process, and starts it again whenever it ends by itself. When it does not come up the first time, or ends too often in a
   * short time, it is dead. `start` hands over the process before it is ready.
   */
  keep<T>(name: string, start: (onChild: (child: Child) => void) => Promise<T>): Promise<T> {
    let current: Child | undefined;
    let wasReady = false;
    const pauseAfterDeath = countDeaths();
    this.add({ name, stop: async () => current?.stop() });

    const launch = async (): Promise<T> => {
      const result = await start((child) => {
        current = child;
        void child.ended.then(onEnd);
        if (this.#stopping) void child.stop();
      });
      wasReady = true;
      return result;
    };
    const onEnd = async (): Promise<void> => {
      if (this.#stopping) return;
      const pauseMs = wasReady ? pauseAfterDeath(Date.now()) : undefined;
      if (pauseMs === undefined) return this.fail(name);
      tell(`${name} ended unexpectedly and is started again.`);
      await pause(pauseMs);
      if (this.#stopping) return;
      // What does not get ready is stopped, and its end leads back here.
      await launch().catch(() => current?.stop());
    };
    return launch();
  }

  /** Tells that a part is dead for good. */
  fail(name: string): void {
    this.#died.resolve(name);
  }

  /** Resolves with the name of the first part that is dead, or with nothing when the signal aborts. */
  untilEnd(signal: AbortSignal): Promise<string | undefined> {
    const aborted = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
    });
    return Promise.race([this.#died.promise, aborted]);
  }

  async stopAll(): Promise<void> {
    this.#stopping = true;
    for (const part of this.#parts.reverse()) await part.stop();
  }
}

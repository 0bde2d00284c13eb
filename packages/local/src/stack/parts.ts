import type { Child } from "./child.ts";

type Part = { name: string; stop: () => Promise<void> };

/** The running parts of the stack: they stop in the opposite order of their start, and the death of one is noticed. */
export class Parts {
  readonly #parts: Part[] = [];
  readonly #died = Promise.withResolvers<string>();
  #stopping = false;

  /** A part that comes up after the stop began is stopped at once. */
  add(part: Part): void {
    if (this.#stopping) void part.stop();
    else this.#parts.push(part);
  }

  addChild(child: Child): void {
    this.add(child);
    void child.ended.then(() => {
      if (!this.#stopping) this.#died.resolve(child.name);
    });
  }

  /** Resolves with the name of the first part that ends by itself, or with nothing when the signal aborts. */
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

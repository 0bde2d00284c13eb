/** Wakes all who wait for the next change of something. */
export class Signpost {
  #next: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  /** Resolves at the next `pass`. Take it before looking whether there is anything to wait for. */
  next(): Promise<void> {
    this.#next ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#next;
  }

  pass(): void {
    this.#next = undefined;
    this.#wake();
  }
}

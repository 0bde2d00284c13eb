import type { Rejected } from "./row-group.ts";

/** Counts what was wrong with a request that was taken all the same, and says it in one sentence for its sender. */
export class Findings {
  #rejected = 0;
  #reason = "";
  readonly #warnings = new Map<string, number>();

  /** Records that are left out. Only the first reason is told. */
  reject(reason: string, count = 1): void {
    if (count === 0) return;
    if (this.#rejected === 0) this.#reason = reason;
    this.#rejected += count;
  }

  /** Something that was cut or mended in records that are kept. The rule is a constant text: each one stands in memory. */
  warn(rule: string, count = 1): void {
    if (count > 0) this.#warnings.set(rule, (this.#warnings.get(rule) ?? 0) + count);
  }

  toRejected(): Rejected {
    const warnings = Array.from(this.#warnings, ([rule, count]) => `${count} ${rule}`);
    const message = [this.#reason, ...warnings].filter((text) => text !== "").join("; ");
    return { count: this.#rejected, message };
  }
}

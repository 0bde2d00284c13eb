import type { Checkpoint, InputContext, Telemetry } from "../input.ts";

type Emission = {
  telemetry: Telemetry;
  checkpoints?: Record<string, Checkpoint | null> | undefined;
  /** About how many characters it holds. */
  chars: number;
  records: number;
};

/** In batches: one that is written while the next is begun. */
const mostAhead = 1.5;

/**
 * Hands over in pieces and reads on while they are not yet kept: a piece alone does not fill a batch, and would be waited for until its
 * time is over.
 */
export class EmitAhead {
  readonly #context: Pick<InputContext, "emit" | "batch">;
  readonly #ahead: { kept: Promise<void>; chars: number; records: number }[] = [];
  #chars = 0;
  #records = 0;

  constructor(context: Pick<InputContext, "emit" | "batch">) {
    this.#context = context;
  }

  /** Resolves when there is room for more. */
  async emit({ telemetry, checkpoints, chars, records }: Emission): Promise<void> {
    const kept = this.#context.emit(telemetry, checkpoints);
    // One that fails before its turn to be waited for does so then.
    kept.catch(() => undefined);
    this.#ahead.push({ kept, chars, records });
    this.#chars += chars;
    this.#records += records;
    const { bytes, items } = this.#context.batch;
    while (this.#chars > mostAhead * bytes || this.#records > mostAhead * items) await this.#settleFirst();
  }

  /** Resolves when all is kept or has failed: only then may the same be read anew. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#ahead.map(({ kept }) => kept));
  }

  async #settleFirst(): Promise<void> {
    const first = this.#ahead.shift();
    if (!first) return;
    this.#chars -= first.chars;
    this.#records -= first.records;
    await first.kept;
  }
}

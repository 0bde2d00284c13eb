import type { Log } from "../agent-log.ts";
import type { Checkpoint, InputContext, Telemetry } from "../input.ts";
import type { DiskBuffer } from "./disk-buffer.ts";
import { type Entries, toEntries } from "./entries.ts";
import type { CheckpointChanges } from "./frame.ts";
import { TextPool } from "./text-pool.ts";
import { toParts } from "./to-parts.ts";

export type BatchLimits = { maxItems: number; maxBytes: number; maxDelayMs: number; maxMemoryBytes: number };

type Emission = {
  input: string;
  entries: Entries[];
  checkpoints: Record<string, Checkpoint | null> | undefined;
  size: { items: number; bytes: number };
  settle: { resolve: () => void; reject: (error: Error) => void };
};

type Options = {
  buffer: DiskBuffer;
  limits: BatchLimits;
  count: InputContext["count"];
  log: Log;
  /** Hears of the bytes of each batch, before compression. */
  noteShipped: (bytes: number) => void;
};

/** How long a disk that takes no more is left alone. */
const diskRetryMs = 1_000;

/**
 * Gathers what the inputs emit into frames of the buffer, by size, count and time. While the buffer is full nothing is taken: an input
 * that can read again waits, and of those that cannot the oldest telemetry is dropped when too much of it waits in memory.
 */
export class Batcher {
  readonly #options: Options;
  readonly #running: Promise<void>;
  readonly #waiting: Emission[] = [];
  readonly #pool = new TextPool();
  /** Sizes of what waits; `losable` is the part that cannot be read again. */
  readonly #held = { items: 0, bytes: 0, losable: 0 };
  #isHurried = false;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** What an input's `emit` is. Rejects when the agent stops while the buffer is full. */
  emit(input: string, telemetry: Telemetry, checkpoints?: Record<string, Checkpoint | null>): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error(stoppedMessage));
    return new Promise((resolve, reject) => {
      const entries = toEntries(telemetry, this.#pool);
      const emission = { input, entries, checkpoints, size: sizeOf(entries), settle: { resolve, reject } };
      this.#waiting.push(emission);
      this.#hold(emission, 1);
      this.#dropOldest();
      this.#wake();
    });
  }

  /** From now on what is emitted is written at once, and refused where the buffer is full: the agent is about to stop. */
  hurry(): void {
    this.#isHurried = true;
    this.#wake();
    this.#options.buffer.wake();
  }

  /** Takes nothing more, and resolves when all that was taken is written. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.hurry();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed || this.#waiting.length > 0) {
      if (this.#waiting.length === 0) await this.#pause();
      else {
        if (!this.#isFull() && !this.#isHurried) await this.#fill();
        await this.#write(this.#takeBatch());
      }
    }
  }

  #hold({ size, checkpoints }: Emission, sign: 1 | -1): void {
    this.#held.items += sign * size.items;
    this.#held.bytes += sign * size.bytes;
    if (checkpoints === undefined) this.#held.losable += sign * size.bytes;
  }

  /** Waits until there is enough for a batch, or the time is over. */
  async #fill(): Promise<void> {
    const until = performance.now() + this.#options.limits.maxDelayMs;
    for (let left = this.#options.limits.maxDelayMs; left > 0; left = until - performance.now()) {
      await this.#pause(left);
      if (this.#isFull() || this.#isHurried) return;
    }
  }

  #pause(forMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = forMs === undefined ? undefined : setTimeout(resolve, forMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #isFull(): boolean {
    const { maxItems, maxBytes } = this.#options.limits;
    return this.#held.items >= maxItems || this.#held.bytes >= maxBytes;
  }

  #takeBatch(): Emission[] {
    const { maxItems, maxBytes } = this.#options.limits;
    const taken: Emission[] = [];
    for (let { items, bytes } = { items: 0, bytes: 0 }; items < maxItems && bytes < maxBytes; ) {
      const next = this.#waiting.shift();
      if (!next) break;
      this.#hold(next, -1);
      taken.push(next);
      items += next.size.items;
      bytes += next.size.bytes;
    }
    return taken;
  }

  async #write(batch: Emission[]): Promise<void> {
    const { buffer, count, log } = this.#options;
    const frame = {
      changes: changesOf(batch),
      isSnapshot: false,
      parts: toParts(batch.flatMap(({ entries }) => entries)),
    };
    for (const emission of batch) this.#release(emission);
    this.#options.noteShipped(batch.reduce((sum, { size }) => sum + size.bytes, 0));
    const bytes = frame.parts.reduce((sum, { body }) => sum + body.length, 0);
    for (;;) {
      const change = buffer.change();
      if (!buffer.hasRoomFor(bytes)) {
        if (this.#isHurried) return settleAll(batch, new Error(stoppedMessage));
        count("perigee.agent.buffer.full");
        await change;
        continue;
      }
      try {
        await buffer.append(frame);
        return settleAll(batch);
      } catch (error) {
        if (this.#isHurried) return settleAll(batch, new Error(stoppedMessage, { cause: error }));
        count("perigee.agent.buffer.write_errors");
        log("error", "the disk does not take the buffer; reading stops until it does", { error: String(error) });
        await this.#pause(diskRetryMs);
      }
    }
  }

  #release({ entries }: Emission): void {
    for (const { text } of entries) this.#pool.release(text);
  }

  #dropOldest(): void {
    while (this.#held.losable > this.#options.limits.maxMemoryBytes) {
      const oldest = this.#waiting.findIndex(({ checkpoints }) => checkpoints === undefined);
      const [dropped] = this.#waiting.splice(oldest, 1);
      if (!dropped) return;
      this.#hold(dropped, -1);
      this.#release(dropped);
      this.#options.count("perigee.agent.buffer.dropped_items", dropped.size.items, { input: dropped.input });
      dropped.settle.resolve();
    }
  }
}

const stoppedMessage = "The agent stopped while its buffer was full.";

const sizeOf = (entries: readonly Entries[]): Emission["size"] =>
  entries.reduce((size, { items, text }) => ({ items: size.items + items, bytes: size.bytes + text.length }), {
    items: 0,
    bytes: 0,
  });

function settleAll(batch: Emission[], error?: Error): void {
  for (const { settle } of batch) {
    if (error) settle.reject(error);
    else settle.resolve();
  }
}

function changesOf(batch: Emission[]): CheckpointChanges {
  const changes: CheckpointChanges = {};
  for (const { input, checkpoints } of batch) if (checkpoints) changes[input] = { ...changes[input], ...checkpoints };
  return changes;
}

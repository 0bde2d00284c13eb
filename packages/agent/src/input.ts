import type { LogRecord, Metrics, Scoped, Spans } from "@perigee/otlp";

/**
 * What an input has seen, any part of it. Many log records may be made as they are asked for, once: then they need not all be in memory.
 */
export type Telemetry = { logs?: Iterable<Scoped<LogRecord>>; spans?: Spans; metrics?: Metrics };

/** How far an input has come: JSON of its own, kept under its name in the same write as the telemetry that it belongs to. */
export type Checkpoint = { [key: string]: string | number | boolean | null };

export type InputContext = {
  /** Distinguishes inputs of one kind, such as `tail:/var/log/nginx/*.log`; checkpoints are kept under it. */
  name: string;
  /**
   * Hands telemetry over. Resolves when the agent's buffer has it, on disk where there is one, together with the checkpoints
   * (by their own keys, such as a file's id): then a restart neither loses nor repeats it. Waits while the buffer is full.
   */
  emit: (telemetry: Telemetry, checkpoints?: Record<string, Checkpoint | null>) => Promise<void>;
  /** How much is sent at once: before so much was handed over, waiting for it to be kept may take `delivery.maxDelay`. */
  batch: { items: number; bytes: number };
  /** What was kept last time, by key. */
  checkpoints: ReadonlyMap<string, Checkpoint>;
  /** Adds to one of the agent's own counters. */
  count: (name: string, by?: number, attributes?: Record<string, string>) => void;
  /** One line of the agent's own log. Never with what a log line holds. */
  log: (level: "debug" | "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
  /** Ends the input: it stops reading, hands over what it has, and returns. */
  signal: AbortSignal;
};

/** Somewhere that telemetry comes from. Runs until its signal; one that throws is started again after a growing pause. */
export type Input = (context: InputContext) => Promise<void>;

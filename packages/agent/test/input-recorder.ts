import type { LogRecord, Logs, Metric, NumberPoint } from "@perigee/otlp";
import { vi } from "vitest";
import type { Checkpoint, Input, InputContext, Telemetry } from "../src/input.ts";

/** Waits for what must come to be, as long as a busy machine may take. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 });

export type Emitted = Telemetry & { logs?: Logs };

/** Runs an input and keeps all that it hands over and says. */
export type InputRecorder = {
  emitted: Emitted[];
  checkpoints: Map<string, Checkpoint>;
  logs: { level: string; message: string; fields: Record<string, unknown> | undefined }[];
  counts: Map<string, number>;
  /** Resolves when the input has returned, after its signal. */
  stop: () => Promise<void>;
  /** Resolves when it returns by itself. */
  ended: Promise<void>;
};

type Options = {
  checkpoints?: Map<string, Checkpoint>;
  /** Waited for in each emit: the agent's buffer being full. */
  emit?: (telemetry: Telemetry) => Promise<void>;
};

export function runInput(input: Input, { checkpoints = new Map(), emit }: Options = {}): InputRecorder {
  const controller = new AbortController();
  const recorder = {
    emitted: [] as Emitted[],
    checkpoints: new Map<string, Checkpoint>(),
    logs: [] as InputRecorder["logs"],
    counts: new Map<string, number>(),
  };
  const context: InputContext = {
    name: "test",
    emit: async (telemetry, kept = {}) => {
      await emit?.(telemetry);
      const { logs, ...rest } = telemetry;
      recorder.emitted.push({ ...rest, ...(logs && { logs: Array.from(logs) }) });
      for (const [key, checkpoint] of Object.entries(kept)) if (checkpoint) recorder.checkpoints.set(key, checkpoint);
    },
    batch: { items: 1, bytes: 1 },
    checkpoints,
    count: (name, by = 1) => recorder.counts.set(name, (recorder.counts.get(name) ?? 0) + by),
    log: (level, message, fields) => recorder.logs.push({ level, message, fields }),
    signal: controller.signal,
  };
  const ended = input(context);
  return {
    ...recorder,
    ended,
    stop: async () => {
      controller.abort();
      await ended;
    },
  };
}

export const recordsOf = (emitted: Emitted[]): LogRecord[] =>
  emitted.flatMap(({ logs = [] }) => logs.flatMap(({ items }) => items));

export const metricsOf = (emitted: Emitted[]): Metric[] =>
  emitted.flatMap(({ metrics = [] }) => metrics.flatMap(({ items }) => items));

/** The values of a gauge or sum, by their attributes as text: `system.device=vda disk.io.direction=read`. */
export function valuesOf(metrics: Metric[], name: string): Record<string, number> {
  const metric = metrics.find((each) => each.name === name);
  const points = metric?.data.kind === "gauge" || metric?.data.kind === "sum" ? metric.data.points : [];
  return Object.fromEntries(points.map((point: NumberPoint) => [textOf(point.attributes), point.value]));
}

const textOf = (attributes: NumberPoint["attributes"]): string =>
  Array.from(attributes, ([key, value]) => `${key}=${value}`).join(" ");

/** The port that an input said it listens at. */
export function portOf({ logs }: InputRecorder, transport?: string): number {
  const port = logs.find(({ fields }) => fields?.["port"] && fields["transport"] === transport)?.fields?.["port"];
  if (typeof port !== "number") throw new Error("The input does not listen yet.");
  return port;
}

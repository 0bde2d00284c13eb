import { writeLogs, writeMetrics, writeSpans } from "@perigee/otlp";
import type { Log } from "./agent-log.ts";
import type { AgentConfig } from "./config/agent-config.ts";
import { Counters } from "./counters.ts";
import type { Telemetry } from "./input.ts";
import { createMask } from "./mask.ts";
import { prepare } from "./prepare.ts";
import { loadInputs, runInputs } from "./run-inputs.ts";

type World = { log: Log; print: (text: string) => void; onStop: (stop: () => void) => void };

/** Prints each emission as the OTLP/JSON that would be sent. Nothing is sent, and no position is kept. */
export async function dryRun(config: AgentConfig, { log, print, onStop }: World): Promise<void> {
  const counters = new Counters();
  const stopping = new AbortController();
  onStop(() => stopping.abort());
  const count = (name: string, by?: number, attributes?: Record<string, string>) => counters.add(name, by, attributes);
  const prepared = prepare(config.resource.attributes, createMask(config.mask, count));
  await runInputs(await loadInputs(config.inputs), {
    contextOf: (name) => ({
      name,
      emit: (telemetry) => {
        for (const text of textsOf(prepared(telemetry))) print(`${text}\n`);
        return Promise.resolve();
      },
      batch: { items: 1, bytes: 1 },
      checkpoints: new Map(),
      count,
      log,
      signal: stopping.signal,
    }),
    log,
    signal: stopping.signal,
    problems: new Map(),
  });
}

function textsOf({ logs, spans = [], metrics = [] }: Telemetry): string[] {
  const made = Array.from(logs ?? []);
  return [
    ...(made.length > 0 ? [writeLogs(made)] : []),
    ...(spans.length > 0 ? [writeSpans(spans)] : []),
    ...(metrics.length > 0 ? [writeMetrics(metrics)] : []),
  ];
}

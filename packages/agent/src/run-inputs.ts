import type { Log } from "./agent-log.ts";
import type { ConfiguredInput } from "./config/agent-config.ts";
import type { Input, InputContext } from "./input.ts";
import { loadInput } from "./inputs/load-input.ts";
import { pause } from "./pause.ts";

/** Why an input does not run, by its name; empty when all do. For /health. */
export type InputProblems = Map<string, string>;

export type NamedInput = { name: string; run: Input };

type World = {
  contextOf: (name: string) => InputContext;
  log: Log;
  signal: AbortSignal;
  problems: InputProblems;
};

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export const loadInputs = (configured: readonly ConfiguredInput[]): Promise<NamedInput[]> =>
  Promise.all(configured.map(async ({ name, options }) => ({ name, run: await loadInput(options) })));

/** Runs all inputs until they end, by themselves or by the signal. */
export async function runInputs(inputs: readonly NamedInput[], world: World): Promise<void> {
  await Promise.all(inputs.map((input) => keepRunning(input, world)));
}

/** An input that throws is started again after a pause, which grows as long as it does not run for a while. */
async function keepRunning({ name, run }: NamedInput, { contextOf, log, signal, problems }: World): Promise<void> {
  for (let pauseMs = firstPauseMs; !signal.aborted; ) {
    const startedAt = performance.now();
    try {
      await run(contextOf(name));
      return;
    } catch (error) {
      // What was not handed over is read again after the next start.
      if (signal.aborted) return;
      problems.set(name, error instanceof Error ? error.message : String(error));
      if (performance.now() - startedAt > longestPauseMs) pauseMs = firstPauseMs;
      log("error", "an input failed and is started again", { input: name, inMs: pauseMs, error: problems.get(name) });
    }
    await pause(pauseMs, signal);
    problems.delete(name);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

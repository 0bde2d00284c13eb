import { Command, InvalidArgumentError } from "commander";
import { faultTable, injectedIn } from "./report.ts";
import { type Outcome, type RunOptions, runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { startWorld } from "./world/world.ts";

/** `pnpm faults`: sends numbered events while everything breaks that can, and counts what became of them. */

/** What has not been run by then is not run, and so not kept. */
const longestMs = 19 * 60_000;

type Flags = { short?: boolean; json?: boolean; only?: string[]; events: number; seed: number };

// Miniflare says on stdout that workerd died, where only the result belongs.
console.log = console.error;

await new Command("pnpm faults")
  .description("Sends numbered events while everything breaks that can, and counts what became of them.")
  .option("--short", "the cheapest scenarios, a few faults each")
  .option("--json", "print one JSON object")
  .option("--only <name...>", `only these: ${scenarios.map(({ name }) => name).join(", ")}`)
  .option("--events <count>", "send at least so many in each scenario", whole, 1_000)
  .option("--seed <number>", "repeat the chances of another run", whole, Date.now() % 1_000_000)
  .action(run)
  .parseAsync();

async function run({ short: isShort = false, json, only, events, seed }: Flags): Promise<void> {
  const wanted = scenarios.filter(({ name, times }) => (only ? only.includes(name) : !isShort || times.short > 0));
  if (wanted.length === 0) throw new Error(`there is no scenario named ${only?.join(" or ")}`);
  tell(`seed ${seed}`);
  const interrupted = new AbortController();
  setTimeout(() => interrupted.abort(), longestMs).unref();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  const outcomes = await runAll(wanted, { seed, isShort, events, signal: interrupted.signal });
  const injected = injectedIn(outcomes);
  const isKept = outcomes.length === wanted.length && outcomes.every(({ broken }) => broken.length === 0);
  const verdict = `${injected} faults injected, seed ${seed}: ${isKept ? "every promise kept" : "PROMISES BROKEN"}`;
  const report = { name: "faults", seed, isShort, injected, isKept, outcomes };
  const text = json ? JSON.stringify(report) : `${faultTable(outcomes)}\n\n${verdict}`;
  process.stdout.write(`${text}\n`, () => process.exit(isKept ? 0 : 1));
}

/** One after the other in one world: what a scenario leaves behind is the next one's start, as in life. */
async function runAll(wanted: Scenario[], options: RunOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const world = await startWorld();
  try {
    for (const [turn, scenario] of wanted.entries()) {
      if (options.signal.aborted) break;
      const outcome = await runScenario(scenario, world, { ...options, seed: options.seed + turn });
      outcomes.push(outcome);
      tell(`${outcome.name}: ${outcome.skipped ?? (outcome.broken.join(", ") || "kept")} (${outcome.seconds} s)`);
    }
  } finally {
    await world.stop();
  }
  return outcomes;
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function whole(text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a whole number above 0.");
}

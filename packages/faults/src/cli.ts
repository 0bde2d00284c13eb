import { Command, InvalidArgumentError } from "commander";
import { faultTable, injectedIn } from "./report.ts";
import { type Outcome, runScenario } from "./run-scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { startWorld } from "./world/world.ts";

/** `pnpm faults`: sends numbered events while everything breaks that can, and counts what became of them. */

type Flags = { short?: boolean; json?: boolean; only?: string[]; events: number; seed: number };

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
  const tell = (text: string) => process.stderr.write(`${text}\n`);
  tell(`seed ${seed}`);
  const world = await startWorld();
  const outcomes: Outcome[] = [];
  const interrupted = new Promise<void>((resolve) => process.once("SIGINT", () => resolve()));
  try {
    await Promise.race([interrupted, runAll()]);
  } finally {
    await world.stop();
  }
  const injected = injectedIn(outcomes);
  const isKept = outcomes.length === wanted.length && outcomes.every(({ broken }) => broken.length === 0);
  console.log(
    json
      ? JSON.stringify({ name: "faults", seed, isShort, injected, isKept, outcomes })
      : `${faultTable(outcomes)}\n\n${injected} faults injected, seed ${seed}: ${isKept ? "every promise kept" : "PROMISES BROKEN"}`,
  );
  process.exit(isKept ? 0 : 1);

  async function runAll(): Promise<void> {
    for (const scenario of wanted) {
      const outcome = await runScenario(scenario, world, { seed: seed + outcomes.length, isShort, events });
      outcomes.push(outcome);
      tell(`${outcome.name}: ${outcome.skipped ?? (outcome.broken.join(", ") || "kept")} (${outcome.seconds} s)`);
    }
  }
}

function whole(text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a whole number above 0.");
}

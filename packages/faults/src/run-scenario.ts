import { brokenPromises, type Findings } from "./check/findings.ts";
import { settle } from "./check/settle.ts";
import { startSender } from "./load/sender.ts";
import { seededRandom } from "./random.ts";
import { type Scenario, Skipped } from "./scenario.ts";
import { heal, makeProject, type World } from "./world/world.ts";

export type Outcome = {
  name: string;
  fault: string;
  injected: number;
  seconds: number;
  /** Empty when every promise was kept. */
  broken: string[];
  skipped?: string;
  found?: Findings;
};

export type RunOptions = {
  seed: number;
  isShort: boolean;
  /** At least so many are sent. */
  events: number;
  /** Brings the scenario to its end at once. */
  signal: AbortSignal;
};

/** Settling takes longer than the ten seconds after which visits that lack rows are counted again. */
const limits = {
  long: { injectMs: 180_000, sendMs: 30_000, settleMs: 30_000 },
  short: { injectMs: 15_000, sendMs: 10_000, settleMs: 20_000 },
};

/** In the short form, of a scenario that is only there by name. */
const fewest = 3;

/** Sends while the scenario does its worst, heals the world, waits until it has settled, and counts. Never throws for a broken promise. */
export async function runScenario(scenario: Scenario, world: World, options: RunOptions): Promise<Outcome> {
  const { name, fault } = scenario;
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
  let release = async () => {};
  try {
    release = (await scenario.prepare?.(world)) ?? release;
    const { injected, wanted, found } = await attempt(scenario, world, options);
    const unharmed = injected < wanted ? [`only ${injected} of ${wanted} faults could be injected`] : [];
    return {
      name,
      fault,
      injected,
      found,
      seconds: seconds(),
      broken: [...unharmed, ...brokenPromises(found)],
    };
  } catch (error) {
    const outcome = { name, fault, injected: 0, seconds: seconds() };
    if (error instanceof Skipped) return { ...outcome, broken: [], skipped: error.message };
    return { ...outcome, broken: [error instanceof Error ? error.message : String(error)] };
  } finally {
    await release();
  }
}

async function attempt(scenario: Scenario, world: World, { seed, isShort, events, signal: interrupt }: RunOptions) {
  const length = isShort ? "short" : "long";
  const { injectMs, sendMs, settleMs } = limits[length];
  const random = seededRandom(seed);
  const project = await makeProject(world, random, scenario.keys ?? 1);
  const stopping = new AbortController();
  const sender = startSender({ ...project, ingestUrl: world.toIngest.url, random, events, signal: stopping.signal });
  const { ledger } = sender;
  try {
    const signal = AbortSignal.any([interrupt, AbortSignal.timeout(injectMs)]);
    const times = scenario.times[length] || fewest;
    const { faults, poison = [] } = await scenario.inject({ world, project, random, times, ledger, signal });
    await heal(world);
    const tooLate = setTimeout(() => stopping.abort(), interrupt.aborted ? 0 : sendMs);
    await sender.finish();
    clearTimeout(tooLate);
    const deadlineMs = interrupt.aborted ? 0 : settleMs;
    return { injected: faults, wanted: times, found: await settle({ world, project, ledger, poison, deadlineMs }) };
  } finally {
    stopping.abort();
    await heal(world);
  }
}

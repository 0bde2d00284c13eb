import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runScenario } from "./run-scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { startWorld, type World } from "./world/world.ts";

/** The short form of `pnpm faults`. */
describe("nothing acknowledged is lost or doubled when", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const seed = Date.now() % 1_000_000;
  const short = scenarios.filter(({ times }) => times.short > 0);

  it.each(short)(`$fault (seed ${seed})`, async (scenario) => {
    const outcome = await runScenario(scenario, world, { seed, isShort: true, events: 300 });
    expect(outcome).toMatchObject({ broken: [] });
    expect(outcome.injected).toBeGreaterThanOrEqual(scenario.times.short);
  });
});

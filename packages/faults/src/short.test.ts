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
  const short = scenarios.filter(({ times }) => times.short > 0).map((scenario, turn) => ({ ...scenario, turn }));

  it.each(short)(`$fault (seed ${seed})`, async ({ turn, ...scenario }) => {
    const { signal } = new AbortController();
    const outcome = await runScenario(scenario, world, { seed: seed + turn, isShort: true, events: 300, signal });
    expect(outcome.broken).toEqual([]);
  });
});

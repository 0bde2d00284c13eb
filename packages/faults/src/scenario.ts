import type { Ledger } from "./load/sender.ts";
import type { Random } from "./random.ts";
import type { TestProject, World } from "./world/world.ts";

/** One way in which the world goes wrong while clients send. To add one: a file in scenarios/, one line in scenarios/index.ts. */
export type Scenario = {
  name: string;
  /** What happens, as the table says it. */
  fault: string;
  /** How often it happens in the long form, and in the short one, where 0 leaves the scenario out. */
  times: { long: number; short: number };
  /** Keys of the project that sends, 1 by default. */
  keys?: number;
  /** Before anything is sent. What it answers is called after the counting. */
  prepare?: (world: World) => Promise<() => Promise<void>>;
  inject: (context: Context) => Promise<Injected>;
};

export type Context = {
  world: World;
  project: TestProject;
  random: Random;
  times: number;
  /** What the clients have sent so far. */
  ledger: Ledger;
  signal: AbortSignal;
};

/** `poison`: ids of the messages that must be dead letters, and no others. */
export type Injected = { faults: number; poison?: string[] };

/** What this machine does not allow to try. */
export class Skipped extends Error {}

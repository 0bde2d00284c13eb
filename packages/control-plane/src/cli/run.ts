import type { Result } from "@perigee/schema";
import type { Command } from "commander";
import { type ApiClient, asUser, type Fetch } from "./api-client.ts";
import { resolveSettings, type Settings } from "./settings.ts";

/** What the program needs of the world around it. */
export type World = {
  fetch: Fetch;
  env: Record<string, string | undefined>;
  print: (text: string) => void;
  printError: (text: string) => void;
  /** All of the standard input. */
  readInput: () => string;
  /** Waits between two questions after something that takes its time. */
  pause: (milliseconds: number) => Promise<void>;
};

/** What a command gives: JSON for scripts, and a text for people. */
export type Output = { json: unknown; text: string };

/** How commands reach the API and show what came of it. */
export type Run = {
  world: World;
  settings: () => Result<Settings>;
  show: (work: Promise<Result<Output>>) => Promise<void>;
  /** Signs in, does the work, shows its output. */
  asOwner: (work: (client: ApiClient) => Promise<Result<Output>>) => Promise<void>;
  /** One line on the error channel, which leaves the output to scripts. */
  tell: (text: string) => void;
};

export function createRun(program: Command, world: World): Run {
  const settings = () => resolveSettings(program.opts(), world.env);

  async function show(work: Promise<Result<Output>>): Promise<void> {
    const result = await work;
    if (!result.ok) program.error(`error: ${result.failure.message}`);
    else world.print(`${program.opts()["json"] ? JSON.stringify(result.value.json, null, 2) : result.value.text}\n`);
  }

  return {
    world,
    settings,
    show,
    asOwner: (work) => {
      const resolved = settings();
      return show(resolved.ok ? asUser(resolved.value, world.fetch, work) : Promise.resolve(resolved));
    },
    tell: (text) => world.printError(`${text}\n`),
  };
}

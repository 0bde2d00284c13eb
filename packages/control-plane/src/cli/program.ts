import { Command, CommanderError } from "commander";
import { addArchiveCommands } from "./archive.ts";
import { addKeyCommands } from "./key.ts";
import { addLetterCommands } from "./letters.ts";
import { addLogCommands } from "./logs.ts";
import { addProjectCommands } from "./project.ts";
import { createRun, type World } from "./run.ts";
import { addServiceCommands } from "./service.ts";
import { addSetupCommand } from "./setup.ts";
import { addSyncCommand } from "./sync.ts";

/**
 * Runs one command of `pnpm control-plane`.
 * @returns the exit code: 0, or 1 after one line on the error channel.
 */
export async function runProgram(args: string[], world: World): Promise<number> {
  const program = createProgram(world)
    .exitOverride()
    .configureOutput({ writeOut: world.print, writeErr: world.printError });
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

/** One file of commands a resource. */
function createProgram(world: World): Command {
  const program = new Command("control-plane")
    // Commands take these two from their parent, but only when they are set before it gets them.
    .exitOverride()
    .configureOutput({ writeOut: world.print, writeErr: world.printError })
    .description(
      "Projects, keys, services, log pipelines, dead letters and the archive of a Perigee, on a laptop or in production, over its API.",
    )
    .option("--api-url <url>", "address of the API Worker (PERIGEE_API_URL)")
    .option("--email <address>", "who signs in (PERIGEE_EMAIL)")
    .option("--password <text>", "and how (PERIGEE_PASSWORD)")
    .option("--data-dir <folder>", "data of the local stack, whose local.json says all three", ".perigee")
    .option("--json", "print JSON instead of a table");

  const run = createRun(program, world);
  addSetupCommand(program, run);
  addProjectCommands(program, run);
  addKeyCommands(program, run);
  addLogCommands(program, run);
  addServiceCommands(program, run);
  addLetterCommands(program, run);
  addArchiveCommands(program, run);
  addSyncCommand(program, run);
  return program;
}

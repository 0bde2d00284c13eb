import { existsSync, readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { AgentConfig } from "../config/agent-config.ts";
import { ConfigFaults, readConfig } from "../config/read-config.ts";
import { version } from "../version.ts";
import type { Order } from "./order.ts";

/** What reading the command line needs of the world around it. */
export type World = {
  env: Record<string, string | undefined>;
  print: (text: string) => void;
  printError: (text: string) => void;
  /** Is called where there is something to do, and not only something to say. */
  carryOut: (order: Order) => void;
};

type Flags = {
  config?: string;
  endpoint?: string;
  key?: string;
  tail?: string[];
  stdin?: true;
  service?: string;
  bufferDir?: string;
  dryRun?: true;
};

/** Where a config is looked for when none is named. */
const usualConfigs = ["perigee-agent.yaml", "/etc/perigee/agent.yaml"];

/** @returns the exit code: 0, 1 after a message on the error channel, 2 for faults of the config. */
export function runProgram(args: string[], world: World): number {
  const program = createProgram(world);
  try {
    program.parse(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof ConfigFaults)) throw error;
    world.printError(`${error.message}\n`);
    return 2;
  }
}

function createProgram(world: World): Command {
  const output = { writeOut: world.print, writeErr: world.printError };
  const program = new Command("perigee-agent").exitOverride().configureOutput(output).version(version);
  program
    .description("Sends logs, metrics and traces of this machine to Perigee.")
    .option("-c, --config <file>", `config; without it ${usualConfigs.join(" or ")}, if there is one`)
    .option("--endpoint <url>", "address of ingest, such as https://ingest.example.com (PERIGEE_ENDPOINT)")
    .option("--key <key>", "secret key, sk_… (better: PERIGEE_KEY, or keyFile in the config)")
    .option("--tail <glob...>", "files to follow, beside the inputs of the config")
    .option("--stdin", "read lines from standard input, and end with it")
    .option("--service <name>", "service.name of what --tail and --stdin read")
    .option("--buffer-dir <folder>", "where telemetry is kept until it is delivered")
    .option("--dry-run", "print what would be sent, and keep nothing");
  program
    .command("run", { isDefault: true })
    .description("read and send until it is stopped (the default)")
    .action((_options, command: Command) => run(command.optsWithGlobals(), world));
  program
    .command("check")
    .description("say what is wrong with the config")
    .action((_options, command: Command) => {
      const config = configOf(command.optsWithGlobals(), world);
      world.print(`The config is right: ${config.inputs.map(({ name }) => name).join(", ")} to ${config.endpoint}.\n`);
    });
  return program;
}

function run(flags: Flags, world: World): void {
  const config = configOf(flags, world);
  world.carryOut(flags.dryRun ? { kind: "dry-run", config } : { kind: "run", config, key: keyOf(config, world.env) });
}

/** Flags win over the environment, and that over the file. */
function configOf(flags: Flags, { env }: World): AgentConfig {
  const { endpoint = env["PERIGEE_ENDPOINT"], key, tail, stdin, service, bufferDir } = flags;
  const path = flags.config ?? env["PERIGEE_AGENT_CONFIG"] ?? usualConfigs.find((each) => existsSync(each));
  const ofService = { ...(service !== undefined && { service }) };
  const inputs = [
    ...(tail ? [{ type: "tail", paths: tail, ...ofService }] : []),
    ...(stdin ? [{ type: "stdin", ...ofService }] : []),
  ];
  return readConfig(path, {
    ...(endpoint !== undefined && { endpoint }),
    ...(key !== undefined && { key }),
    ...(bufferDir !== undefined && { buffer: { dir: bufferDir } }),
    ...(flags.dryRun && endpoint === undefined && path === undefined && { endpoint: "http://localhost" }),
    inputs,
  });
}

function keyOf({ key, keyFile }: AgentConfig, env: World["env"]): string {
  const found = key ?? env["PERIGEE_KEY"] ?? (keyFile === undefined ? undefined : readKey(keyFile));
  if (found !== undefined && /^[\x21-\x7e]+$/.test(found)) return found;
  const fault = found === undefined ? "is missing" : "holds what no key does";
  throw new ConfigFaults([`key: ${fault}. Set PERIGEE_KEY, or keyFile or key in the config, to a secret key (sk_…).`]);
}

function readKey(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigFaults([`keyFile: cannot be read: ${reason}`], { cause });
  }
}

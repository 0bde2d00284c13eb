import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { type Agent, startAgent } from "../src/agent.ts";
import { createLog } from "../src/agent-log.ts";
import { readConfig } from "../src/config/read-config.ts";

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "perigee-agent-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Times as short as a test wants them. */
const quick = {
  delivery: {
    maxDelay: "10ms",
    timeout: "2s",
    stopWithin: "3s",
    retry: { initial: "5ms", max: "20ms", blocked: "20ms" },
  },
  health: { port: 0 },
  ownMetrics: false,
};

const quickTail = {
  type: "tail",
  startAt: "beginning",
  pollInterval: "10ms",
  rescanInterval: "20ms",
  partialTimeout: "50ms",
};

export const tailOf = (options: object): object => ({ ...quickTail, ...options });

/** An agent in this process, that is stopped at the end of the test. `said` is its own log. */
export async function agentOf(options: { [option: string]: unknown }): Promise<Agent & { said: string[] }> {
  const config = readConfig(undefined, { ...quick, ...options });
  const said: string[] = [];
  const agent = await startAgent(
    { ...config, key: "sk_test" },
    createLog("debug", (line) => said.push(line)),
  );
  onTestFinished(() => agent.stop());
  return { ...agent, said };
}

/** Tries until it holds, on a busy machine too. */
export const soon = (assertion: () => void): Promise<void> => vi.waitFor(assertion, { timeout: 5_000, interval: 10 });

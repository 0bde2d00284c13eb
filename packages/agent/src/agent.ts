import { homedir } from "node:os";
import { join } from "node:path";
import type { Log } from "./agent-log.ts";
import { Batcher } from "./buffer/batcher.ts";
import { DiskBuffer } from "./buffer/disk-buffer.ts";
import type { AgentConfig } from "./config/agent-config.ts";
import { Counters } from "./counters.ts";
import { Delivery } from "./delivery/deliver.ts";
import { type Health, startHealthServer } from "./health-server.ts";
import type { InputContext, Telemetry } from "./input.ts";
import { createMask } from "./mask.ts";
import { ownMetricsInput } from "./own-metrics.ts";
import { pause } from "./pause.ts";
import { prepare } from "./prepare.ts";
import { type InputProblems, loadInputs, type NamedInput, runInputs } from "./run-inputs.ts";

export type Agent = {
  counters: Counters;
  /** Of the health server; 0 where there is none. */
  healthPort: number;
  /** Resolves when all inputs have ended by themselves and what they said is delivered, or when the agent was stopped. */
  ended: Promise<void>;
  /** Ends the inputs, sends what there is time for and keeps the rest on disk. */
  stop: () => Promise<void>;
};

/** How much of the time to stop the inputs may take to hand over what they have. */
const inputsShare = 0.5;
/** A delivery that has not worked for so long is no passing trouble. */
const failingMs = 60_000;

/** Throws BufferRefused where the buffer's folder cannot be used. */
export async function startAgent(
  config: AgentConfig & { key: string },
  log: Log,
  noteShipped: (bytes: number) => void = () => undefined,
): Promise<Agent> {
  const inputs = await loadInputs(config.inputs);
  const counters = new Counters();
  const count: InputContext["count"] = (name, by, attributes) => counters.add(name, by, attributes);
  const stopping = new AbortController();
  const ending = new AbortController();
  const { maxBytes, maxMemoryBytes, dir = defaultFolder() } = config.buffer;
  const buffer = await DiskBuffer.open({ dir, maxBytes, log });
  const { maxItems, maxBytes: maxBatchBytes, maxDelay, timeout, retry, stopWithin } = config.delivery;
  const limits = { maxItems, maxBytes: maxBatchBytes, maxDelayMs: maxDelay, maxMemoryBytes };
  const batcher = new Batcher({ buffer, limits, count, log, noteShipped });
  const delivery = new Delivery(
    {
      endpoint: config.endpoint,
      key: config.key,
      timeoutMs: timeout,
      retry: { initialMs: retry.initial, maxMs: retry.max },
      blockedMs: retry.blocked,
    },
    { buffer, counters, log },
    ending.signal,
  );

  const prepared = prepare(config.resource.attributes, createMask(config.mask, count));
  const problems: InputProblems = new Map();
  const contextOf = (name: string): InputContext => ({
    name,
    emit: (telemetry: Telemetry, checkpoints) => batcher.emit(name, prepared(telemetry), checkpoints),
    batch: { items: maxItems, bytes: maxBatchBytes },
    checkpoints: buffer.checkpoints.of(name),
    count,
    log: (level, message, fields) => log(level, message, { input: name, ...fields }),
    signal: stopping.signal,
  });
  const isDrained = async (): Promise<void> => {
    for (let change = buffer.change(); !buffer.isDrained; change = buffer.change()) await change;
  };
  const delivering = delivery.run();
  const health = await startHealth(config, { counters, log, health: healthOf });
  const world = { contextOf, log, signal: stopping.signal, problems };
  const own: NamedInput[] = config.ownMetrics
    ? [{ name: "own-metrics", run: ownMetricsInput(counters, config.ownMetrics.interval) }]
    : [];
  const running = runInputs(inputs, world);
  const runningOwn = runInputs(own, world);

  async function end(deliverWithinMs: number): Promise<void> {
    await batcher.close();
    await Promise.race([isDrained(), delivering, pause(deliverWithinMs, ending.signal)]);
    ending.abort();
    await delivering;
    await health?.close();
    await buffer.close();
  }
  async function stopAll(withinMs: number): Promise<void> {
    const startedAt = performance.now();
    stopping.abort();
    batcher.hurry();
    await Promise.race([Promise.all([running, runningOwn]), pause(withinMs * inputsShare, ending.signal)]);
    await end(withinMs - (performance.now() - startedAt));
  }
  function healthOf(): Health {
    const { failingSince, lastDeliveredAt, problem } = delivery.state;
    const isFailing = failingSince !== undefined && Date.now() - failingSince > failingMs;
    return {
      isHealthy: !isFailing && problems.size === 0,
      bufferBytes: buffer.pendingBytes,
      lastDeliveredAt: lastDeliveredAt === undefined ? null : new Date(lastDeliveredAt).toISOString(),
      ...(problem !== "" && { problem }),
      ...(problems.size > 0 && { inputs: Object.fromEntries(problems) }),
    };
  }

  let ended: Promise<void> | undefined;
  const endOnce = (withinMs: number): Promise<void> => {
    ended ??= stopAll(withinMs);
    return ended;
  };
  return {
    counters,
    healthPort: health?.port ?? 0,
    ended: Promise.race([running, delivering]).then(() => endOnce(Math.max(stopWithin, 30_000))),
    stop: () => endOnce(stopWithin),
  };
}

/** A port that is taken is no reason not to send logs. */
async function startHealth(
  { health }: AgentConfig,
  { counters, log, health: said }: { counters: Counters; log: Log; health: () => Health },
) {
  if (!health) return undefined;
  const series = () => {
    counters.set("perigee.agent.buffer.bytes", Number(said()["bufferBytes"]));
    return counters.all();
  };
  try {
    return await startHealthServer(health, { health: said, series });
  } catch (error) {
    log("warn", "there is no /health: give another health.port, or health: false", { error: String(error) });
    return undefined;
  }
}

function defaultFolder(): string {
  if (process.getuid?.() === 0) return "/var/lib/perigee-agent";
  return join(homedir(), ".local", "state", "perigee-agent");
}

import { type Log, oncePerHour } from "../agent-log.ts";
import type { DiskBuffer } from "../buffer/disk-buffer.ts";
import type { Part } from "../buffer/frame.ts";
import type { Counters } from "../counters.ts";
import { pause } from "../pause.ts";
import { type Backoff, fullJitter } from "./backoff.ts";
import { halvesOf } from "./halves.ts";
import { post } from "./post.ts";
import { judge, type Verdict } from "./verdict.ts";

export type DeliveryOptions = {
  endpoint: string;
  key: string;
  timeoutMs: number;
  retry: Backoff;
  /** How long to wait where only a person can help. */
  blockedMs: number;
};

type World = { buffer: DiskBuffer; counters: Counters; log: Log };

/** What /health says of the delivery. */
export type DeliveryState = { lastDeliveredAt: number | undefined; failingSince: number | undefined; problem: string };

/** Sends what the buffer holds, in order, until the signal. A batch leaves the buffer when the server has taken or refused it. */
export class Delivery {
  readonly state: DeliveryState = { lastDeliveredAt: undefined, failingSince: undefined, problem: "" };
  readonly #options: DeliveryOptions;
  readonly #world: World;
  readonly #signal: AbortSignal;
  readonly #logOnce: Log;

  constructor(options: DeliveryOptions, world: World, signal: AbortSignal) {
    this.#options = options;
    this.#world = world;
    this.#signal = signal;
    this.#logOnce = oncePerHour(world.log);
  }

  async run(): Promise<void> {
    const { buffer } = this.#world;
    this.#signal.addEventListener("abort", () => buffer.wake(), { once: true });
    for (let frame = await buffer.next(this.#signal); frame; frame = await buffer.next(this.#signal)) {
      const isSettled = await Promise.all(frame.parts.map((part) => this.#settle(part)));
      if (isSettled.every(Boolean)) await buffer.acknowledge();
    }
  }

  /** Tries until the server has said yes or no. False when the signal came first. */
  async #settle(part: Part): Promise<boolean> {
    for (let failed = 0; !this.#signal.aborted; failed++) {
      const verdict = await this.#try(part);
      if (verdict.kind === "delivered") return this.#noteDelivered(part, verdict);
      if (verdict.kind === "too-large" && part.items > 1) return this.#settleHalves(part);
      if (verdict.kind === "refused" || verdict.kind === "too-large") return this.#noteRefused(part, verdict.message);
      this.#noteFailure(part, verdict);
      await this.#wait(failed, verdict);
    }
    return false;
  }

  async #try({ signal, body }: Part): Promise<Verdict> {
    const { endpoint, key, timeoutMs } = this.#options;
    try {
      const url = new URL(`${endpoint.replace(/\/+$/, "")}/v1/${signal}`);
      return judge(await post({ url, key, body, timeoutMs, signal: this.#signal }), Date.now());
    } catch (error) {
      return { kind: "retry", afterMs: undefined, message: describe(error) };
    }
  }

  async #settleHalves(part: Part): Promise<boolean> {
    this.#world.counters.add("perigee.agent.delivery.halved", 1, { signal: part.signal });
    for (const half of await halvesOf(part)) if (!(await this.#settle(half))) return false;
    return true;
  }

  #noteDelivered({ signal, items }: Part, { rejected, message }: { rejected: number; message: string }): true {
    const { counters, log } = this.#world;
    counters.add("perigee.agent.delivery.items", items - rejected, { signal });
    counters.add("perigee.agent.delivery.batches", 1, { signal });
    if (rejected > 0) counters.add("perigee.agent.delivery.rejected_items", rejected, { signal });
    if (message !== "") this.#logOnce("warn", "the server did not take everything", { signal, said: message });
    if (this.state.failingSince !== undefined) log("info", "delivery works again");
    Object.assign(this.state, { lastDeliveredAt: Date.now(), failingSince: undefined, problem: "" });
    return true;
  }

  /** It would be refused again, and keep what comes behind it from being delivered. */
  #noteRefused({ signal, items }: Part, message: string): true {
    this.#world.counters.add("perigee.agent.delivery.refused_items", items, { signal });
    this.#logOnce("error", `the server refused ${signal}, they are dropped`, { items, said: message });
    return true;
  }

  #noteFailure({ signal }: Part, { kind, message }: Verdict & { message: string }): void {
    const { counters, log } = this.#world;
    counters.add("perigee.agent.delivery.failures", 1, { signal, kind });
    if (this.state.problem !== message)
      log(kind === "blocked" ? "error" : "warn", "delivery fails", { signal, said: message });
    this.state.failingSince ??= Date.now();
    this.state.problem = message;
  }

  async #wait(failed: number, verdict: Verdict): Promise<void> {
    const jitter = fullJitter(failed, this.#options.retry);
    const ms = verdict.kind === "retry" ? (verdict.afterMs ?? 0) + jitter : this.#options.blockedMs;
    await pause(ms, this.#signal);
  }
}

const describe = (error: unknown): string =>
  error instanceof Error ? ("code" in error ? String(error.code) : error.message) : String(error);

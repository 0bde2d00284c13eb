import { execFileSync } from "node:child_process";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { keepRuntime, type Runtime } from "./keep-runtime.ts";

const script = "export default { fetch: (request, env) => new Response(env.LAUNCH) }";
const patience = { timeout: 30_000, interval: 100 };

let runtime: Runtime | undefined;
afterEach(() => runtime?.stop());

/** A Worker that answers how often its runtime was launched. */
async function run(): Promise<{ runtime: Runtime; launched: string[]; answer: () => Promise<string> }> {
  const launched: string[] = [];
  let launches = 0;
  const kept = await keepRuntime({
    make: (onCrash) => {
      launches += 1;
      return new Miniflare(
        convertV4MiniflareOptions({
          modules: true,
          script,
          bindings: { LAUNCH: String(launches) },
          telemetry: { enabled: false },
          unsafeHandleRuntimeRestart: onCrash,
        }),
      );
    },
    onLaunched: () => {
      launched.push(String(launches));
      return Promise.resolve();
    },
    onGivenUp: () => launched.push("given up"),
  });
  runtime = kept;
  const answer = async () => (await kept.current().dispatchFetch("http://worker/")).text();
  return { runtime: kept, launched, answer };
}

function killWorkerd(): void {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="]).toString().split("\n");
  const pids = lines.flatMap((line) => {
    const [pid, parent, command] = line.trim().split(/\s+/);
    return Number(parent) === process.pid && command?.endsWith("workerd") ? [Number(pid)] : [];
  });
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(pid, "SIGKILL");
}

describe("the Workers' runtime", () => {
  it("that is killed runs again with what its variables are now", async () => {
    const { answer, launched } = await run();
    expect(await answer()).toBe("1");
    killWorkerd();
    await vi.waitFor(async () => expect(await answer()).toBe("2"), patience);
    expect(launched).toEqual(["1", "2"]);
  });

  it("is launched anew on request", async () => {
    const { runtime: kept, answer, launched } = await run();
    await kept.relaunch();
    expect(await answer()).toBe("2");
    expect(launched).toEqual(["1", "2"]);
  });

  it("that is said not to answer is launched anew, but not for one that it has replaced", async () => {
    const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => told.mockRestore());
    const death = expect.stringContaining("ended unexpectedly");
    const { runtime: kept, answer } = await run();
    const old = kept.current();
    const relaunched = kept.relaunch();
    const state = () =>
      old.dispatchFetch("http://worker/").then(
        () => "answers",
        () => "gone",
      );
    await vi.waitFor(async () => expect(await state()).toBe("gone"), { ...patience, interval: 1 });
    kept.crashed(old);
    await relaunched;
    kept.crashed(old);
    expect(told).not.toHaveBeenCalledWith(death);
    kept.crashed(kept.current());
    expect(told).toHaveBeenCalledWith(death);
    await vi.waitFor(async () => expect(await answer()).toBe("3"), patience);
  });

  it("that was stopped stays so", async () => {
    const { runtime: kept, launched } = await run();
    await kept.stop();
    kept.crashed(kept.current());
    await kept.relaunch();
    expect(launched).toEqual(["1"]);
    runtime = undefined;
  });
});

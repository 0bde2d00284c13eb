import { speed } from "../speed.ts";
import { control } from "./control.ts";
import { handleFaulty } from "./faulty-batch.ts";
import { faultyEnv } from "./faulty-env.ts";

/** Never in a Worker that is deployed: the harness bundles it around one, to break what that Worker stands on. */
export function withFaults<Env extends object>(worker: ExportedHandler<Env>): ExportedHandler<Env> {
  return {
    fetch: async (request, env, context) => {
      const faulty = faultyEnv(env);
      const runCron = () => worker.scheduled?.(cronNow(), faulty, context);
      if (new URL(request.url).pathname === "/__faults") return control(request, { real: env, faulty, runCron });
      const answer = await worker.fetch?.(request, faulty, context);
      return answer ?? new Response(null, { status: 404 });
    },
    queue: (batch, env, context) => handleFaulty(batch, (faulty) => worker.queue?.(faulty, faultyEnv(env), context)),
    scheduled: (controller, env, context) => worker.scheduled?.(controller, faultyEnv(env), context),
  };
}

const cronNow = (): ScheduledController => ({ scheduledTime: Date.now(), cron: "* * * * *", noRetry: () => {} });

const realTimeout = AbortSignal.timeout;
AbortSignal.timeout = (ms) => realTimeout.call(AbortSignal, ms / speed);

// Messages come again after a second: ClickHouse has ended an INSERT by then, as in life.
const insertSeconds = "1";
const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  if (typeof input !== "string" || !input.includes("max_execution_time=")) return realFetch(input, init);
  const url = new URL(input);
  url.searchParams.set("max_execution_time", insertSeconds);
  return realFetch(url, init);
};

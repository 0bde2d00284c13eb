import { spoolName, unpackMessage } from "@perigee/schema";
import { speed } from "../speed.ts";
import { counts, follow } from "./fault-plan.ts";
import { handleFaulty } from "./faulty-batch.ts";
import { faultyEnv } from "./faulty-env.ts";

/** Never in a Worker that is deployed: the harness bundles it around one, to break what that Worker stands on. */
export function withFaults<Env extends object>(worker: ExportedHandler<Env>): ExportedHandler<Env> {
  return {
    fetch: async (request, env, context) => {
      if (new URL(request.url).pathname === "/__faults") return control(request, faultyEnv(env));
      const answer = await worker.fetch?.(request, faultyEnv(env), context);
      return answer ?? new Response(null, { status: 404 });
    },
    queue: (batch, env, context) => handleFaulty(batch, (faulty) => worker.queue?.(faulty, faultyEnv(env), context)),
    scheduled: (controller, env, context) => worker.scheduled?.(controller, faultyEnv(env), context),
  };
}

/** PUT: a plan. GET: what was done. POST: a packed message, into the queue or the spool as `?to=` says. */
async function control(request: Request, env: object): Promise<Response> {
  if (request.method === "PUT") follow(await request.json());
  if (request.method === "POST") await put(new URL(request.url).searchParams.get("to"), request, env);
  return Response.json(counts);
}

async function put(to: string | null, request: Request, env: object): Promise<void> {
  const packed = new Uint8Array(await request.arrayBuffer());
  const message = unpackMessage(packed);
  if (!message) throw new Error("not a packed message");
  const { EVENTS_0, SPOOL_BUCKET } = env as { EVENTS_0: Queue; SPOOL_BUCKET: R2Bucket };
  if (to === "queue") return void (await EVENTS_0.send(message, { contentType: "v8" }));
  const { projectId, receivedAt } = message;
  const customMetadata = { projectId: String(projectId), receivedAt: String(receivedAt) };
  await SPOOL_BUCKET.put(spoolName(message), packed, { customMetadata });
}

const realTimeout = AbortSignal.timeout;
AbortSignal.timeout = (ms) => realTimeout.call(AbortSignal, ms / speed);

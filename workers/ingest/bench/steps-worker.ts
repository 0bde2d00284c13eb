import type { Env } from "../src/env.ts";
import { authenticate } from "../src/steps/authenticate.ts";
import { decode } from "../src/steps/decode.ts";
import { enqueue } from "../src/steps/enqueue.ts";
import { enrich } from "../src/steps/enrich.ts";
import { limit } from "../src/steps/limit.ts";
import { read } from "../src/steps/read.ts";
import { redact } from "../src/steps/redact.ts";
import { sample } from "../src/steps/sample.ts";
import { validate } from "../src/steps/validate.ts";

export { ProjectQuota } from "../src/project-quota.ts";

/** In the order of workers/ingest/src/pipeline.ts. */
const steps: [string, (state: never) => unknown][] = Object.entries({
  authenticate,
  limit,
  read,
  decode,
  validate,
  redact,
  sample,
  enrich,
  enqueue,
});

/** Takes at once whatever it is given: what sending costs stands in the floor. */
const queue = { send: () => Promise.resolve() };

/** Runs the first `steps` steps over the same body `turns` times. Answers the names of all steps. */
// biome-ignore lint/style/noDefaultExport: workerd looks for the handlers there.
export default {
  async fetch(request: Request, bindings: Env) {
    const url = new URL(request.url);
    const body = await request.arrayBuffer();
    const env = { ...bindings, EVENTS_0: queue, EVENTS_1: queue };
    const wanted = steps.slice(0, Number(url.searchParams.get("steps")));
    const headers = new Headers(request.headers);
    headers.set("content-length", String(body.byteLength));
    for (let turn = 0; turn < Number(url.searchParams.get("turns")); turn++) {
      let state: object = {
        request: new Request(url, { method: "POST", headers, body }),
        url: new URL(request.url),
        env,
        receivedAt: Date.now(),
      };
      for (const [name, step] of wanted) {
        // Under an id of its own, or the batch would be known and not handed over.
        if (name === "enqueue") Object.assign(state, { batch: { id: batchId(turn) } });
        const result = (await step(state as never)) as { ok: boolean; value: object };
        if (!result.ok) return Response.json(result, { status: 500 });
        state = result.value;
      }
    }
    return Response.json(steps.map(([name]) => name));
  },
};

const batchId = (turn: number): string => `019ab2f0-0000-7000-8000-${turn.toString(16).padStart(12, "0")}`;

import { setTimeout as pause } from "node:timers/promises";
import { BatchAnswer } from "@perigee/schema";
import { isTemporary, retryDelayMs } from "../../../../sdk/src/retry.ts";
import type { Random } from "../random.ts";
import { speed } from "../speed.ts";
import { makeBatch, type NumberedBatch, origin } from "./numbered-batch.ts";

/** What the clients know: every id that they sent, and those for which they were given a 202. */
export type Ledger = { sent: Set<string>; acknowledged: Set<string> };

export type SenderOptions = {
  ingestUrl: string;
  /** Used in turn, batch by batch. */
  keys: string[];
  random: Random;
  /** At least this many events are sent. */
  events: number;
  signal: AbortSignal;
};

export type Sender = {
  ledger: Ledger;
  /** Sends what is left of its events, and resolves when all that was sent has its 202, or the signal aborts. */
  finish: () => Promise<void>;
};

const connections = 4;
const batchEvents = { from: 5, to: 40 };
const pauseMs = { from: 20, to: 200 };
/** A page gives up after eight attempts. Here the same browser tries on, so that what was sent is what must be there. */
const patience = 200;

/** Clients on several connections that send numbered events until they are told to come to an end. */
export function startSender(options: SenderOptions): Sender {
  const { random, events, signal } = options;
  const ledger: Ledger = { sent: new Set(), acknowledged: new Set() };
  let isFinishing = false;
  let batches = 0;
  const isOver = () => signal.aborted || (isFinishing && ledger.sent.size >= events);
  const sendOne = async () => {
    const batch = makeBatch(ledger.sent.size + 1, random.whole(batchEvents.from, batchEvents.to));
    for (const id of batch.ids) ledger.sent.add(id);
    const key = options.keys[batches++ % options.keys.length] ?? "";
    if (!(await deliver(batch, { ...options, key, visitor: batches }))) return;
    for (const id of batch.ids) ledger.acknowledged.add(id);
  };
  const lane = async () => {
    while (!isOver()) {
      await sendOne();
      await pause(random.whole(pauseMs.from, pauseMs.to));
    }
  };
  const done = Promise.all(Array.from({ length: connections }, lane));
  // A batch that is refused for good is a fault of the harness; it is told where the end is awaited.
  done.catch(() => {});
  return {
    ledger,
    finish: async () => {
      isFinishing = true;
      await done;
    },
  };
}

type Target = SenderOptions & { key: string; visitor: number };

/** Sends a batch as the SDK does: again and again under the same id, as long as the refusal may be temporary. */
async function deliver(batch: NumberedBatch, target: Target): Promise<boolean> {
  for (let failures = 1; failures <= patience && !target.signal.aborted; failures++) {
    const answer = await post(batch.encode(), target);
    if (answer?.status === 202) return takesAll(await answer.json(), batch);
    if (answer && !isTemporary(answer.status)) {
      throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`);
    }
    await answer?.body?.cancel();
    await pause(retryDelayMs(failures, answer?.headers.get("retry-after")) / speed);
  }
  return false;
}

async function post(body: string, { ingestUrl, key, visitor, signal }: Target): Promise<Response | undefined> {
  try {
    return await fetch(`${ingestUrl}/v1/events?key=${key}`, {
      method: "POST",
      body,
      headers: { "content-type": "text/plain", origin, "cf-connecting-ip": addressOf(visitor) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
  } catch {
    // No answer: the client cannot know whether the batch was taken, and sends it again.
    return undefined;
  }
}

/** As many visitors as a limit per address lets send so much. */
const addressOf = (visitor: number): string => `10.${(visitor >> 8) & 255}.${visitor & 255}.7`;

function takesAll(answer: unknown, { ids }: NumberedBatch): boolean {
  const { accepted, rejected } = BatchAnswer.parse(answer);
  if (accepted === ids.length) return true;
  throw new Error(`ingest took ${accepted} of ${ids.length} events: ${JSON.stringify(rejected[0])}`);
}

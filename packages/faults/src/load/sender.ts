import { setTimeout as pause } from "node:timers/promises";
import { isTemporary, retryDelayMs } from "../../../../sdk/src/retry.ts";
import type { Random } from "../random.ts";
import { speed } from "../speed.ts";
import { makeBatch, origin } from "./numbered-batch.ts";
import type { NumberedRequest } from "./numbered-request.ts";
import { makeTelemetry } from "./numbered-telemetry.ts";

/** What the clients know: every id that they sent, and those that they were told are taken. */
export type Ledger = { sent: Set<string>; acknowledged: Set<string> };

export type SenderOptions = {
  ingestUrl: string;
  /** Used in turn, request by request. */
  keys: string[];
  random: Random;
  /** At least this many events and records are sent. */
  events: number;
  signal: AbortSignal;
};

export type Sender = {
  ledger: Ledger;
  /** Sends what is left of its events, and resolves when all that was sent is taken, or the signal aborts. */
  finish: () => Promise<void>;
};

const connections = 4;
const requestRecords = { from: 5, to: 40 };
const pauseMs = { from: 20, to: 200 };
/** A page gives up after eight attempts. Here the same browser tries on, so that what was sent is what must be there. */
const patience = 200;

/** Clients on several connections that send numbered events, log records, spans and points until they are told to come to an end. */
export function startSender(options: SenderOptions): Sender {
  const { random, events, signal } = options;
  const ledger: Ledger = { sent: new Set(), acknowledged: new Set() };
  let isFinishing = false;
  let requests = 0;
  const isOver = () => signal.aborted || (isFinishing && ledger.sent.size >= events);
  const sendOne = async () => {
    const turn = requests++;
    const count = random.whole(requestRecords.from, requestRecords.to);
    const request = turn % 2 === 0 ? makeBatch(ledger.sent.size + 1, count) : makeTelemetry(turn >> 1, count);
    for (const id of request.ids) ledger.sent.add(id);
    const key = options.keys[turn % options.keys.length] ?? "";
    if (!(await deliver(request, { ...options, key, visitor: requests }))) return;
    for (const id of request.ids) ledger.acknowledged.add(id);
  };
  const lane = async () => {
    while (!isOver()) {
      await sendOne();
      await pause(random.whole(pauseMs.from, pauseMs.to));
    }
  };
  const done = Promise.all(Array.from({ length: connections }, lane));
  // A request that is refused for good is a fault of the harness; it is told where the end is awaited.
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

/** Sends as the SDK does, and exporters do: again and again the same, as long as the refusal may be temporary. */
async function deliver(request: NumberedRequest, target: Target): Promise<boolean> {
  for (let failures = 1; failures <= patience && !target.signal.aborted; failures++) {
    const answer = await post(request, target);
    if (answer?.ok) return takesAll(await answer.json(), request);
    if (answer && !isTemporary(answer.status)) {
      throw new Error(`ingest answered ${answer.status}: ${await answer.text()}`);
    }
    await answer?.body?.cancel();
    await pause(retryDelayMs(failures, answer?.headers.get("retry-after")) / speed);
  }
  return false;
}

async function post(
  { path, type, encode }: NumberedRequest,
  { ingestUrl, key, visitor, signal }: Target,
): Promise<Response | undefined> {
  try {
    return await fetch(`${ingestUrl}${path}?key=${key}`, {
      method: "POST",
      body: encode(),
      headers: { "content-type": type, origin, "cf-connecting-ip": addressOf(visitor) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
  } catch {
    // No answer: the client cannot know whether the request was taken, and sends it again.
    return undefined;
  }
}

/** As many visitors as a limit per address lets send so much. */
const addressOf = (visitor: number): string => `10.${(visitor >> 8) & 255}.${visitor & 255}.7`;

function takesAll(answer: unknown, { path, faultOf }: NumberedRequest): boolean {
  const fault = faultOf(answer);
  if (fault === undefined) return true;
  throw new Error(`ingest took not all at ${path}: ${fault}`);
}

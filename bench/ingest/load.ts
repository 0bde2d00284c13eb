import { workerdMicroseconds } from "../load/processes.ts";
import { makeSender, type Sender } from "../load/send.ts";
import type { Bodies } from "./bodies.ts";
import { origin, userAgent } from "./door.ts";

const connections = 16;

export type Measured = { batches: number; elapsedS: number; cpuUs: number; latenciesMs: number[]; refused: number };

export const nothingMeasured = (): Measured => ({ batches: 0, elapsedS: 0, cpuUs: 0, latenciesMs: [], refused: 0 });

export function add(total: Measured, measured: Measured): void {
  total.batches += measured.batches;
  total.elapsedS += measured.elapsedS;
  total.cpuUs += measured.cpuUs;
  total.refused += measured.refused;
  total.latenciesMs.push(...measured.latenciesMs);
}

/** Where to send, what, for how long, and from which turn on, so that no body goes out twice. */
export type Load = {
  url: string;
  bodies: Bodies;
  seconds: number;
  turns: { next: number };
  headers?: Record<string, string>;
};

/** As fast as the answers come, on 16 connections. */
export function sendAtFullSpeed({ bodies, seconds, turns, ...target }: Load): Promise<Measured> {
  return measure(target, async (sender, measured) => {
    const until = performance.now() + seconds * 1_000;
    const lane = async () => {
      while (performance.now() < until)
        await sendOne(sender, measured, { body: bodies(turns.next++), due: performance.now() });
    };
    await Promise.all(Array.from({ length: connections }, lane));
  });
}

/** So many a second, whether answers come or not. A request's time runs from when it was due, so waiting in line counts. */
export function sendAtRate({ bodies, seconds, turns, ...target }: Load, perS: number): Promise<Measured> {
  return measure(target, async (sender, measured) => {
    const startedAt = performance.now();
    const under: Promise<void>[] = [];
    for (let sent = 0; sent < perS * seconds; sent++) {
      const due = startedAt + (sent / perS) * 1_000;
      const waitMs = due - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      under.push(sendOne(sender, measured, { body: bodies(turns.next++), due }));
    }
    await Promise.all(under);
  });
}

type Target = Pick<Load, "url" | "headers">;

async function measure(
  { url, headers = {} }: Target,
  send: (sender: Sender, measured: Measured) => Promise<void>,
): Promise<Measured> {
  const sender = makeSender(url, { connections, headers: { origin, "user-agent": userAgent, ...headers } });
  const measured = nothingMeasured();
  const cpuBefore = await workerdMicroseconds();
  const startedAt = performance.now();
  await send(sender, measured);
  measured.elapsedS = (performance.now() - startedAt) / 1_000;
  measured.cpuUs = (await workerdMicroseconds()) - cpuBefore;
  sender.close();
  return measured;
}

async function sendOne(
  sender: Sender,
  measured: Measured,
  { body, due }: { body: Buffer; due: number },
): Promise<void> {
  const answer = await sender.send(body);
  const isTaken = answer.status === 202 || (answer.status === 200 && !answer.body.includes("partialSuccess"));
  if (!isTaken && answer.status !== 503) throw new Error(`ingest answered ${answer.status}: ${answer.body}`);
  measured.latenciesMs.push(performance.now() - due);
  if (isTaken) measured.batches += 1;
  else measured.refused += 1;
}

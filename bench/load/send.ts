import { Agent, request } from "node:http";

/** A small load generator: keep-alive connections to 127.0.0.1, a bounded number of requests, no timing of its own. */

export type Answer = { status: number; body: string };

export type Sender = { send: (body: Buffer | string) => Promise<Answer>; close: () => void };

export function makeSender(url: string, options: { connections: number; headers: Record<string, string> }): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const target = new URL(url);
  const send = (body: Buffer | string) =>
    new Promise<Answer>((resolve, reject) => {
      const outgoing = request(
        target,
        { method: "POST", agent, headers: { "content-type": "text/plain;charset=UTF-8", ...options.headers } },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("end", () =>
            resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
          );
          incoming.on("error", reject);
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  return { send, close: () => agent.destroy() };
}

/** Runs `work` with each index below `count`, at most `concurrency` at a time. */
export async function inParallel(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

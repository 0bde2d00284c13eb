import type { Miniflare } from "miniflare";

const pollMs = 50;

/**
 * Waits until the consumer has settled (stored or dead-lettered) every message that ingest put on the queues, by the two
 * Workers' own counters; the simulator's `metrics()` does not count what is being delivered. What the sweep stores came from no
 * queue, and the consumer counts it by itself. Answers how many messages are left when the time is up.
 */
export async function drainQueue(
  miniflare: Miniflare,
  options: { ingest: string; consumer: string; metricsToken: string; deadlineMs: number },
): Promise<number> {
  const counter = async (worker: string, name: string): Promise<number> => {
    const fetcher = await miniflare.getWorker(worker);
    const response = await fetcher.fetch("http://worker/metrics", {
      headers: { authorization: `Bearer ${options.metricsToken}` },
    });
    const line = (await response.text()).split("\n").find((text) => text.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0);
  };
  const left = async () =>
    (await counter(options.ingest, "perigee_ingest_messages_enqueued_total")) -
    (await counter(options.consumer, "perigee_consumer_messages_settled_total"));

  let pending = await left();
  for (const deadline = Date.now() + options.deadlineMs; pending > 0 && Date.now() < deadline; pending = await left()) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return Math.max(0, pending);
}

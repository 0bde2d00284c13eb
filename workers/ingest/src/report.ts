import { waitUntil } from "cloudflare:workers";
import { Reporter } from "@perigee/self-metrics";
import { count, meter } from "./counters.ts";
import type { Env } from "./env.ts";
import { noteSend } from "./queue-state.ts";

const reporter = new Reporter(meter, "perigee-ingest");

/**
 * Puts what this isolate counted on the queue, as telemetry of the internal project, after the answer has gone. Where the queue
 * does not take it, it is not spooled: the next report tells it again, and room that is short belongs to others' events.
 */
export function reportIfDue(env: Env, now: number): void {
  if (reporter.isDue(now)) waitUntil(sendReport(env, now));
}

export async function sendReport(env: Env, now: number): Promise<void> {
  try {
    await reporter.report(now, async (message) => {
      await noteSend("0", env.EVENTS_0.send(message, { contentType: "v8" }));
      count("messages_enqueued_total", 1);
      return message.segments.map(({ table }) => table);
    });
  } catch {
    // The refused send is counted, and what was not told stays.
  }
}

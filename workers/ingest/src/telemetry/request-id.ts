import { hash } from "node:crypto";
import type { Said } from "@perigee/doors";
import type { Logs, Metrics, Spans } from "@perigee/otlp";
import { hashedUuid, uuidTime } from "../message-id.ts";
import type { Part } from "../queue-messages.ts";

/** What makes the ids of a request's messages. `time` is the beginning of a UUIDv7. */
export type RequestId = { time: string; digest: string; isRecognised: boolean };

type Told = { said: Said; body: Uint8Array; projectId: number; path: string; receivedAt: number };

/**
 * Telemetry has no batch ids, so a request is known by its bytes: one that is sent again, because its answer was lost, becomes the same
 * messages. Its time is that of its newest record, as with a batch of events.
 *
 * Two requests can say the same and mean two things: a line of log that tells no time, or one in whole seconds, may well come twice.
 * Such a request is new each time, as a doubled line does less harm than a lost one. Spans have ids and metrics are equal
 * where their times are, so there it makes no difference.
 */
export function requestIdOf({ said, body, projectId, path, receivedAt }: Told): RequestId {
  const newest = newestOf(said);
  const isRecognised = newest > 0n && (newest % 1_000_000_000n !== 0n || said.logs.length === 0);
  const digest = isRecognised ? `${projectId},${path},${hash("sha256", body, "hex")}` : crypto.randomUUID();
  const epochMs = isRecognised ? Number(newest / 1_000_000n) : receivedAt;
  return { time: uuidTime(epochMs), digest, isRecognised };
}

export const partId = ({ time, digest }: RequestId, { from, to }: Part): string =>
  hashedUuid(time, `${digest},${from},${to}`);

/** Nanoseconds since the epoch, 0 where no record tells a time. */
function newestOf({ logs, spans, metrics }: Said): bigint {
  let newest = 0n;
  for (const time of timesOf(logs, spans, metrics)) if (time > newest) newest = time;
  return newest;
}

function* timesOf(logs: Logs, spans: Spans, metrics: Metrics): Iterable<bigint> {
  for (const { items } of logs) {
    for (const { timeUnixNano, observedTimeUnixNano } of items) {
      yield timeUnixNano;
      yield observedTimeUnixNano;
    }
  }
  for (const { items } of spans) for (const { endTimeUnixNano } of items) yield endTimeUnixNano;
  for (const { items } of metrics) {
    for (const { data } of items) for (const { timeUnixNano } of data.points) yield timeUnixNano;
  }
}

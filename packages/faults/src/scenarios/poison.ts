import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { packMessage, type QueueMessage, toDateTime64 } from "@perigee/schema";
import { uuidV7 } from "../load/numbered-batch.ts";
import type { Context, Scenario } from "../scenario.ts";

/** Rows that ClickHouse cannot take, as a bug of ours might make them: in the queue and in the spool, among others that it can. */
const inject = async (context: Context) => {
  const poison: string[] = [];
  for (let turn = 0; turn < context.times && !context.signal.aborted; turn++) {
    const table = turn % 2 === 0 ? "events" : "otel_logs";
    const message = poisoned(context.project.id, { table, kind: kinds[turn % kinds.length] ?? "unknown-column" });
    await context.world.workers.put(turn % 3 === 2 ? "spool" : "queue", packMessage(message));
    poison.push(message.id);
    await pause(context.random.whole(0, 400));
  }
  return { faults: poison.length, poison };
};

export const poison: Scenario = {
  name: "poison",
  fault: "rows that ClickHouse refuses",
  times: { long: 18, short: 5 },
  inject,
};

/** The same while R2 does not take the dead letters at first. */
export const poisonUnburied: Scenario = {
  name: "poison-unburied",
  fault: "refused rows, and R2 does not take their letters",
  times: { long: 9, short: 0 },
  inject: async (context) => {
    const { workers } = context.world;
    const before = (await workers.counts("consumer")).applied;
    const fault = { binding: "DEAD_LETTERS", methods: ["put"], times: context.times };
    await workers.plan("consumer", { bindings: [fault] });
    const injected = await inject(context);
    const broken = (await workers.counts("consumer")).applied - before;
    return { ...injected, faults: injected.faults + broken };
  },
};

const kinds = ["bad-time", "unknown-column", "cut-gzip"] as const;

type Poison = { table: "events" | "otel_logs"; kind: (typeof kinds)[number] };

function poisoned(projectId: number, { table, kind }: Poison): QueueMessage {
  const [id, receivedAt] = [uuidV7(Date.now()), Date.now()];
  const time = kind === "bad-time" ? "the day before yesterday" : toDateTime64(receivedAt);
  const own = {
    events: { ts: time, event_id: uuidV7(receivedAt), session_id: uuidV7(receivedAt), event: "poison" },
    otel_logs: { Timestamp: time, Body: "poison" },
  };
  const row = {
    project_id: projectId,
    message_id: id,
    received_at: toDateTime64(receivedAt),
    ...own[table],
    ...(kind === "unknown-column" && { no_such_column: 1 }),
  };
  const gzip = new Uint8Array(gzipSync(`${JSON.stringify(row)}\n`));
  const cut = kind === "cut-gzip" ? gzip.slice(0, -12) : gzip;
  return { id, projectId, receivedAt, archive: false, segments: [{ table, rows: 1, gzip: cut }] };
}

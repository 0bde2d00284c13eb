import { IngestTable } from "@perigee/schema";
import { count } from "./counters.ts";
import { buryMalformed, buryMessage } from "./dead-letters.ts";
import { acknowledge, acknowledgeOnceBuried, type Delivery, readDeliveries, retryLater } from "./deliveries.ts";
import { connectionOf, type Env } from "./env.ts";
import { noteBatch } from "./queue-state.ts";
import { type Outcome, writeTable } from "./write-table.ts";

/**
 * Writes the rows of a batch: one INSERT per table over all its messages. Each message is then settled by itself: acknowledged
 * when all of its rows are stored, delivered again when ClickHouse could not be reached, buried when ClickHouse refuses it.
 */
export async function storeBatch(batch: MessageBatch, env: Env): Promise<void> {
  const { deliveries, malformed } = readDeliveries(batch);
  noteBatch(batch, deliveries);
  const connection = connectionOf(env);
  const tables = await Promise.all(IngestTable.options.map((table) => writeTable(connection, table, deliveries)));
  const outcomes = Map.groupBy(tables.flat(), ({ delivery }) => delivery);
  await Promise.all([
    ...deliveries.map((delivery) => conclude(delivery, outcomes.get(delivery) ?? [], env)),
    ...malformed.map((handle) => acknowledgeOnceBuried([handle], () => buryMalformed(env.DEAD_LETTERS, handle))),
  ]);
}

async function conclude({ message, handles }: Delivery, outcomes: Outcome[], env: Env): Promise<void> {
  const stored = outcomes.filter(({ result }) => result.ok);
  count(
    "rows_stored_total",
    stored.reduce((rows, { segment }) => rows + segment.rows, 0),
  );
  // A message of which one table refuses its part and another could not be reached comes back: first store, then bury.
  if (outcomes.some(({ result }) => !result.ok && result.kind === "unavailable")) return retryLater(handles);
  const refused = outcomes.filter(({ result }) => !result.ok);
  const [first] = refused;
  if (!first || first.result.ok) return acknowledge(handles);
  const detail = `${first.segment.table}: ${first.result.message}`;
  const part = { ...message, segments: refused.map(({ segment }) => segment) };
  await acknowledgeOnceBuried(handles, () => buryMessage(env.DEAD_LETTERS, part, { reason: "refused", detail }));
}

import { logRows, metricRows, type Rejected, type RowGroup, spanRows } from "@perigee/otlp";
import { type Result, succeed } from "@perigee/schema";
import { countRecords } from "../../counters.ts";
import type { Signal } from "../otlp-answers.ts";
import { addRejected } from "../said.ts";
import { withinLimit } from "../written-size.ts";
import type { Decoded } from "./decode.ts";

export type WithRows = Decoded & { groups: RowGroup[] };

/** Makes rows of the records. Those that no table can hold join the rejected ones. */
export function makeRows(state: Decoded): Result<WithRows> {
  const { receivedAt, said } = state;
  const logs = logRows(said.logs, { receivedAt });
  countRecords("redated", "logs", logs.redated);
  const made: [Signal, { groups: RowGroup[]; rejected: Rejected }][] = [
    ["logs", logs],
    ["traces", spanRows(said.spans, { receivedAt })],
    ["metrics", metricRows(said.metrics, { receivedAt })],
  ];
  let { rejected } = said;
  const groups: RowGroup[] = [];
  for (const [signal, rows] of made) {
    const fitting = withinLimit(rows.groups);
    countRecords("rejected", signal, rows.rejected.count + fitting.rejected.count);
    rejected = addRejected(addRejected(rejected, rows.rejected), fitting.rejected);
    groups.push(...fitting.groups);
  }
  return succeed({ ...state, said: { ...said, rejected }, groups });
}

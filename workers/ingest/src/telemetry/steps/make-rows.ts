import { logRows, metricRows, type Rejected, type RowGroup, spanRows } from "@perigee/otlp";
import { type Result, succeed } from "@perigee/schema";
import { countRecords } from "../../counters.ts";
import type { Signal } from "../otlp-answers.ts";
import { type RequestId, requestIdOf } from "../request-id.ts";
import { addRejected } from "../said.ts";
import { withinLimit } from "../written-size.ts";
import type { Decoded } from "./decode.ts";

/** What was said is rows now: a large request need not lie in memory twice. */
export type WithRows = Decoded & { requestId: RequestId; groups: RowGroup[] };

/** Makes rows of the records. Those that no table can hold join the rejected ones. */
export function makeRows(state: Decoded): Result<WithRows> {
  const { body, key, receivedAt, said, url } = state;
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
  return succeed({
    ...state,
    requestId: requestIdOf({ said, body, projectId: key.projectId, path: url.pathname, receivedAt }),
    said: { ...said, logs: [], spans: [], metrics: [], rejected },
    groups,
  });
}

import { type Failure, failures, type Result, succeed } from "@perigee/schema";
import { storeDecoded } from "../../pipeline.ts";
import { addRejected } from "../said.ts";
import type { Decoded } from "./decode.ts";
import type { WithRows } from "./make-rows.ts";

/**
 * Sends batches of browser events that a foreign client's request held on the way of our own. A batch that is not valid is rejected, and with
 * it the request where that held nothing else; one that could not be stored fails the request, for its sender to send again.
 */
export async function storeBatches(state: WithRows): Promise<Result<Decoded>> {
  const { batches } = state.said;
  if (batches.length === 0) return succeed(state);
  const stored = await Promise.all(batches.map((json) => storeDecoded({ ...state, encoding: "identity", json })));
  const refusals = stored.flatMap((result) => (result.ok ? [] : [result.failure]));
  const worst = refusals.find(({ type }) => failures[type].status >= 500) ?? refusals[0];
  const isNothingStored = refusals.length === batches.length && state.groups.length === 0;
  if (worst && (isNothingStored || failures[worst.type].status >= 500)) return { ok: false, failure: worst };
  const answers = stored.flatMap((result) => (result.ok ? result.value.rejected : []));
  const rejected = [...refusals.flatMap(rejectionsOf), ...answers];
  const [first] = rejected;
  const { said } = state;
  const added = { count: rejected.length, message: first?.message ?? "" };
  return succeed({ ...state, said: { ...said, rejected: addRejected(said.rejected, added) } });
}

/** Of a batch that was refused for its events each of them, else the batch. */
const rejectionsOf = (failure: Failure): { message: string }[] => failure.rejected ?? [failure];

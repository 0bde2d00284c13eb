import type { Said } from "@perigee/doors";
import { type Result, succeed } from "@perigee/schema";
import { countRecords } from "../../counters.ts";
import { visitorOf } from "../../enrich/visitor.ts";
import { visitFinder } from "../find-visit.ts";
import type { Read } from "./read.ts";

export type Decoded = Read & { said: Said };

/** Bytes to what they say. What could not be read of it stands in `said.rejected`; the rest is kept. */
export async function decode(state: Read): Promise<Result<Decoded>> {
  const { body, protocol, receivedAt, request, url } = state;
  const findVisit = visitFinder(protocol.findsVisits ? await visitorOf(state) : "");
  const said = protocol.read({ body, headers: request.headers, url, receivedAt, findVisit });
  if (!said.ok) return said;
  countRecords("rejected", protocol.signal, said.value.rejected.count);
  countRecords("notKept", protocol.signal, said.value.notKept ?? 0);
  return succeed({ ...state, said: said.value });
}

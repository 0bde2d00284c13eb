import type { Said } from "@perigee/doors";
import { type Result, succeed } from "@perigee/schema";
import { countRecords } from "../../counters.ts";
import type { Read } from "./read.ts";

export type Decoded = Read & { said: Said };

/** Bytes to what they say. What could not be read of it stands in `said.rejected`; the rest is kept. */
export function decode(state: Read): Result<Decoded> {
  const { body, protocol, receivedAt, request, url } = state;
  const said = protocol.read({ body, headers: request.headers, url, receivedAt });
  if (!said.ok) return said;
  countRecords("rejected", protocol.signal, said.value.rejected.count);
  return succeed({ ...state, said: said.value });
}

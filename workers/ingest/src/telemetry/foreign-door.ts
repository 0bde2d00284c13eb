import type { Door } from "@perigee/doors";
import { succeed } from "@perigee/schema";
import { answerFailure, withOurHeaders } from "../answers.ts";
import type { Protocol } from "./protocol.ts";

/** A door of another product as a protocol. Which media types it takes it finds out for itself, as clients of some name none or a wrong one. */
export const protocolOf = (door: Door): Protocol => ({
  signal: "mixed",
  keyOf: door.keyOf ?? (() => undefined),
  // Of Prometheus and Loki, whose snappy is no coding that HTTP knows.
  ownEncodings: ["snappy"],
  findsVisits: door.findsVisits ?? false,
  checkType: () => succeed(undefined),
  read: door.read,
  accept: (_headers, said) => withOurHeaders(door.accept(said)),
  refuse: (_headers, failure) => answerFailure(failure, door.refusalHeaders?.(failure)),
});

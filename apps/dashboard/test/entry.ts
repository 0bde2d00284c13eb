import type { Entry, Kind } from "../src/session/kinds.ts";

/** One entry of a visit's timeline, plain but for what is given. */
export const entry = (kind: Kind, given: Partial<Entry> = {}): Entry => ({
  time: 1,
  id: `${kind} ${given.traceId}`,
  sessionId: "s",
  kind,
  name: kind,
  path: "/",
  route: "/",
  value: 0,
  rating: "",
  target: "",
  status: 0,
  scrollDepth: 0,
  traceId: "",
  spanId: "",
  detail: {},
  breadcrumbs: [],
  ...given,
});

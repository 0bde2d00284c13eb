import type { Log, Span } from "../src/trace/span-tree.ts";

/** A span by its id and its parent's, plain but for what is given. */
export const span = ([spanId, parentSpanId]: [string, string], time: number, given: Partial<Span> = {}): Span => ({
  ...{ kind: "span", spanId, parentSpanId, time, service: "api", traceId: "t", total: 4, name: spanId },
  ...{ spanKind: "Server", durationMs: 10, statusCode: "Unset", statusMessage: "" },
  ...given,
});

export const log = (spanId: string, body: string, given: Partial<Log> = {}): Log => ({
  ...{ kind: "log", spanId, body, time: 5, service: "api", traceId: "t", total: 2, severity: "info" },
  bodyLength: body.length,
  ...given,
});

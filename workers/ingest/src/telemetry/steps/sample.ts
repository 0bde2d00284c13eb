import type { LogRecord, Scoped, Span } from "@perigee/otlp";
import { isKept, type Result, succeed } from "@perigee/schema";
import { countRecords } from "../../counters.ts";
import type { Decoded } from "./decode.ts";

/**
 * Keeps a part of a project's traces, whole, and of the others what nobody wants to miss. Sums of weights stay what they would be without
 * sampling: what is kept by the hash of its trace stands for 1 / rate, what is always kept for itself alone. Metrics are sums
 * already, and a log without a trace has nothing to be sampled with. A log pipeline, here or in the agent, samples by the same hash: what it kept at one
 * rate is kept at every higher one, so that such logs stand for the lower of both. What kept a span before knows nothing of this hash.
 */
export function sample(state: Decoded): Result<Decoded> {
  const { key, said } = state;
  const { rate, slowMs } = key.settings.sampling;
  if (rate >= 1) return succeed(state);
  const slowNanos = BigInt(slowMs) * 1_000_000n;
  const logs = said.logs.map((scoped) =>
    sampled(scoped, { rate, isAlwaysKept: isNeededLog, weigh: (before) => Math.max(before, 1 / rate) }),
  );
  const spans = said.spans.map((scoped) =>
    sampled(scoped, {
      rate,
      isAlwaysKept: (span) => isNeededSpan(span, slowNanos),
      weigh: (before) => before / rate,
    }),
  );
  countRecords("sampledOut", "logs", sizeOf(said.logs) - sizeOf(logs));
  countRecords("sampledOut", "traces", sizeOf(said.spans) - sizeOf(spans));
  return succeed({ ...state, said: { ...said, logs, spans } });
}

const sizeOf = (groups: readonly Scoped<unknown>[]): number => groups.reduce((sum, { items }) => sum + items.length, 0);

type Rule<Item> = { rate: number; isAlwaysKept: (item: Item) => boolean; weigh: (before: number) => number };

function sampled<Item extends { traceId: string; weight?: number }>(
  scoped: Scoped<Item>,
  { rate, isAlwaysKept, weigh }: Rule<Item>,
): Scoped<Item> {
  const items = scoped.items.filter((item) => {
    if (isAlwaysKept(item)) return true;
    if (!isKept(item.traceId, rate)) return false;
    item.weight = weigh(item.weight ?? 1);
    return true;
  });
  return { ...scoped, items };
}

/** `SEVERITY_NUMBER_ERROR` of the protocol; fatal ones lie above it. */
const severityError = 17;

const isNeededLog = ({ traceId, severityNumber }: LogRecord): boolean =>
  traceId === "" || severityNumber >= severityError;

const statusError = 2;

const isNeededSpan = ({ statusCode, startTimeUnixNano, endTimeUnixNano }: Span, slowNanos: bigint): boolean =>
  statusCode === statusError || endTimeUnixNano - startTimeUnixNano >= slowNanos;

import type { KeyValues, LogRecord, Scoped } from "@perigee/otlp";
import type { Telemetry } from "./input.ts";
import type { Mask } from "./mask.ts";
import { detectResource, resourceMerger } from "./resource.ts";

/** What happens to telemetry between an input and the buffer: it is masked, and says where it comes from. */
export function prepare(
  configured: Record<string, string | number | boolean>,
  mask: Mask,
): (telemetry: Telemetry) => Telemetry {
  const own: KeyValues = new Map([...detectResource(), ...Object.entries(configured)]);
  const merge = resourceMerger(own);
  const located = <Item>(scoped: Scoped<Item>): Scoped<Item> => ({ ...scoped, resource: merge(scoped.resource) });
  return ({ logs, spans, metrics }) => ({
    ...(logs && { logs: prepareLogs(logs) }),
    ...(spans && { spans: spans.map((scoped) => located(mask.spans(scoped))) }),
    ...(metrics && { metrics: metrics.map(located) }),
  });

  function* prepareLogs(logs: Iterable<Scoped<LogRecord>>): Generator<Scoped<LogRecord>> {
    for (const scoped of logs) yield located(mask.logs(scoped));
  }
}

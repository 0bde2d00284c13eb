import type { KeyValues, Scoped } from "@perigee/otlp";
import type { Telemetry } from "./input.ts";
import { detectResource, resourceMerger } from "./resource.ts";

/** What happens to telemetry between an input and the buffer: it is masked, and says where it comes from. */
export function prepare(
  configured: Record<string, string | number | boolean>,
  mask: (telemetry: Telemetry) => void,
): (telemetry: Telemetry) => Telemetry {
  const own: KeyValues = new Map([...detectResource(), ...Object.entries(configured)]);
  const merge = resourceMerger(own);
  const locate = <Item>(tree: Scoped<Item>[]): Scoped<Item>[] =>
    tree.map((scoped) => ({ ...scoped, resource: merge(scoped.resource) }));
  return (telemetry) => {
    mask(telemetry);
    const { logs, spans, metrics } = telemetry;
    return {
      ...(logs && { logs: locate(logs) }),
      ...(spans && { spans: locate(spans) }),
      ...(metrics && { metrics: locate(metrics) }),
    };
  };
}

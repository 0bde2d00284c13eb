import { severityNumberOf } from "@perigee/log-parsing";
import type { AnyValue, LogRecord, Logs, Rejected, Resource } from "@perigee/otlp";
import { reject } from "../said.ts";
import { takeFirst, takeSpanId, takeTraceId } from "../take-labels.ts";
import { isUnixNano } from "../unix-nano.ts";

/** Lines of equal labels; times are nanoseconds since the epoch, 0 for unknown. */
export type LokiStream = { labels: Map<string, string>; entries: LokiEntry[] };
export type LokiEntry = { timeUnixNano: bigint; line: string; metadata: Map<string, string> };

/** What either encoding of a push says. */
export type LokiPush = { streams: LokiStream[]; rejected: Rejected };

/** Each stream becomes one resource. An entry of an impossible time is added to `push.rejected`. */
export function logsOf(push: LokiPush, receivedAt: number): Logs {
  const observedTimeUnixNano = BigInt(receivedAt) * 1_000_000n;
  return push.streams.flatMap(({ labels, entries }) => {
    const level = takeFirst(labels, levelNames);
    const items: LogRecord[] = [];
    for (const entry of entries) {
      if (!isUnixNano(entry.timeUnixNano)) reject(push.rejected, "timestamp: is out of range");
      else items.push(recordOf(entry, level, observedTimeUnixNano));
    }
    return items.length === 0 ? [] : [{ resource: resourceOf(labels), scope: noScope, items }];
  });
}

const noScope = { name: "", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" };

function recordOf(entry: LokiEntry, streamLevel: string | undefined, observedTimeUnixNano: bigint): LogRecord {
  const { timeUnixNano, line, metadata } = entry;
  const severityText = takeFirst(metadata, levelNames) ?? streamLevel ?? "";
  return {
    timeUnixNano,
    observedTimeUnixNano,
    severityNumber: severityNumberOf(severityText),
    severityText,
    body: line,
    traceId: takeTraceId(metadata),
    spanId: takeSpanId(metadata),
    attributes: new Map<string, AnyValue>(metadata),
    droppedAttributesCount: 0,
    flags: 0,
    eventName: "",
  };
}

function resourceOf(labels: Map<string, string>): Resource {
  const attributes = new Map<string, AnyValue>();
  for (const [name, value] of labels) {
    const attribute = attributeNames.get(name) ?? name;
    // Of `env` and `environment` the first one gives the attribute, the other keeps its name.
    attributes.set(attributes.has(attribute) ? name : attribute, value);
  }
  const service = serviceNames.map((name) => labels.get(name)).find(Boolean);
  if (service !== undefined) attributes.set("service.name", service);
  return { attributes, droppedAttributesCount: 0, schemaUrl: "" };
}

/** Where Loki itself looks for a level (`log_level_fields`), after the name under which it would store what it found. */
const levelNames = [
  "detected_level",
  ...["level", "LEVEL", "Level", "log.level", "severity", "SEVERITY", "Severity", "SeverityText", "lvl", "LVL", "Lvl"],
  ...["severity_text", "Severity_Text", "SEVERITY_TEXT"],
];

/** Loki's own order (`discover_service_name`) after the label that says it outright. */
const serviceNames = [
  "service_name",
  ...["service", "app", "application", "app_name", "name", "app_kubernetes_io_name", "container", "container_name"],
  ...["k8s_container_name", "component", "workload", "job", "k8s_job_name"],
];

/**
 * Labels of which we know the attribute. The first ones are what Loki makes of OpenTelemetry's resources, which it can only store with
 * underscores; the last two are what people write by hand.
 */
const attributeNames = new Map([
  ...[
    "service.name",
    "service.namespace",
    "service.instance.id",
    "service.version",
    "deployment.environment.name",
    "cloud.region",
    "cloud.availability_zone",
    "container.name",
    "host.name",
    "k8s.cluster.name",
    "k8s.namespace.name",
    "k8s.node.name",
    "k8s.pod.name",
    "k8s.container.name",
    "k8s.deployment.name",
    "k8s.replicaset.name",
    "k8s.statefulset.name",
    "k8s.daemonset.name",
    "k8s.cronjob.name",
    "k8s.job.name",
  ].map((name): [string, string] => [name.replaceAll(".", "_"), name]),
  ["deployment_environment", "deployment.environment.name"],
  ["environment", "deployment.environment.name"],
  ["env", "deployment.environment.name"],
]);

import { severityNumberOf } from "@perigee/log-parsing";
import {
  type KeyValues,
  type LogRecord,
  type Logs,
  type Rejected,
  type Resource,
  readSpans,
  type Spans,
} from "@perigee/otlp";
import { attributesOf, keyValues, withoutPersonal } from "../attributes.ts";
import type { Log, Meta, Payload } from "./payload.ts";

/** `url` is the page's, `sessionId` the visit's as it stands on its events. */
type Origin = { meta: Meta; url: string | undefined; sessionId: string };

export function logsOf(logs: readonly Log[], origin: Origin): Logs {
  if (logs.length === 0) return [];
  const { meta } = origin;
  const scope = { name: "faro", version: meta.sdk?.version ?? "", attributes: new Map(), ...noLoss };
  return [{ resource: resourceOf(meta), scope, items: logs.map((log) => recordOf(log, origin)) }];
}

const noLoss = { droppedAttributesCount: 0, schemaUrl: "" };

const resourceOf = ({ app }: Meta): Resource => ({
  attributes: keyValues([
    ["service.name", app?.name],
    ["service.namespace", app?.namespace],
    ["service.version", app?.version ?? app?.release],
    ["deployment.environment.name", app?.environment],
  ]),
  ...noLoss,
});

function recordOf({ timestamp, message, level = "", context, trace }: Log, origin: Origin): LogRecord {
  return {
    timeUnixNano: BigInt(timestamp ?? 0) * 1_000_000n,
    observedTimeUnixNano: 0n,
    severityNumber: severityNumberOf(level),
    severityText: level,
    body: message,
    attributes: new Map([...attributesOf(context), ...visitAttributes(origin)]),
    droppedAttributesCount: 0,
    flags: 0,
    traceId: trace?.trace_id ?? "",
    spanId: trace?.span_id ?? "",
    eventName: "",
  };
}

/** The page without its query, which may hold what must not be stored. */
const visitAttributes = ({ meta, url, sessionId }: Origin) =>
  keyValues([
    ["session.id", sessionId],
    ["user.id", meta.user?.id ?? meta.user?.hash],
    ["url.full", url?.replace(/[?#].*$/s, "")],
  ]);

/** Faro carries spans as they stand in OTLP/JSON. */
export function spansOf({ traces }: Payload, sessionId: string): { spans: Spans; rejected: Rejected } {
  const nothing = { spans: [], rejected: { count: 0, message: "" } };
  if (typeof traces !== "object" || traces === null) return nothing;
  const json = jsonOf(traces);
  if (json === undefined) return { spans: [], rejected: { count: 1, message: "traces: must not be nested so deeply" } };
  const read = readSpans(new TextEncoder().encode(json), "json");
  if (!read.ok) return { spans: [], rejected: { count: 1, message: `traces: ${read.failure.message}` } };
  for (const { items } of read.value.tree) {
    for (const span of items) span.attributes = ofVisit(span.attributes, sessionId);
  }
  return { spans: read.value.tree, rejected: read.value.rejected };
}

function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // What JSON.parse reads without recursion, JSON.stringify may not write without running out of stack.
    return undefined;
  }
}

/** Faro's own id of the session would lead nowhere. */
function ofVisit(attributes: KeyValues, sessionId: string): KeyValues {
  const kept = withoutPersonal(attributes);
  return kept.has("session.id") ? kept.set("session.id", sessionId) : kept;
}

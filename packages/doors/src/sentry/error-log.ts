import { severityNumberOf } from "@perigee/log-parsing";
import type { LogRecord, Logs } from "@perigee/otlp";
import { attributesOf, keyValues, withoutPersonal } from "../attributes.ts";
import { thrownOf } from "./error.ts";
import type { Event } from "./event.ts";
import { resourceOf, scopeOf, sourceOf } from "./resource.ts";
import { nanos } from "./time.ts";

/**
 * An error of a back end as a log record, with the attributes that OpenTelemetry has for exceptions:
 * https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/
 */
export function errorLogs(event: Event): Logs {
  const source = sourceOf(event);
  return [{ resource: resourceOf(source), scope: scopeOf(source), items: [recordOf(event)] }];
}

function recordOf(event: Event): LogRecord {
  const { type, message, stack } = thrownOf(event);
  const { level = "error" } = event;
  const isThrown = event.exception.length > 0;
  const trace = event.contexts?.trace;
  const exception = keyValues([
    ["exception.type", isThrown ? type : undefined],
    ["exception.message", isThrown ? message : undefined],
    ["exception.stacktrace", stack],
  ]);
  return {
    timeUnixNano: nanos(event.timestamp),
    observedTimeUnixNano: 0n,
    // An event without a level is an error.
    severityNumber: severityNumberOf(level) || severityNumberOf("error"),
    severityText: level,
    body: isThrown && message !== "" ? `${type}: ${message}` : message || type,
    attributes: new Map([...exception, ...factsOf(event)]),
    droppedAttributesCount: 0,
    flags: 0,
    traceId: trace?.trace_id ?? "",
    spanId: trace?.span_id ?? "",
    eventName: "",
  };
}

const factsOf = ({ event_id, tags, extra, user, request, transaction, logger, exception }: Event) =>
  withoutPersonal(
    new Map([
      ...attributesOf(extra, "extra."),
      ...attributesOf(tags),
      ...keyValues([
        ["sentry.event_id", event_id],
        ["sentry.transaction", transaction],
        ["sentry.mechanism", exception.at(-1)?.mechanism?.type],
        ["log.logger", logger],
        ["user.id", user?.id],
        ["http.request.method", request?.method],
        ["url.full", request?.url?.replace(/[?#].*$/s, "")],
      ]),
    ]),
  );

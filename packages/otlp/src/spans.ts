import { field, keyValues, named, records, spread } from "./fields.ts";
import { message } from "./message.ts";
import { adjustedCount, takeWeight, weightedAttributes } from "./sample-weight.ts";
import { enumeration, fixed32, fixed64, id, text, uint32 } from "./scalars.ts";
import type { Signal } from "./scoped.ts";
import type { Span, SpanEvent, SpanLink } from "./tree.ts";

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.10.0/opentelemetry/proto/trace/v1/trace.proto */

const event = message<SpanEvent>(
  () => ({ timeUnixNano: 0n, name: "", attributes: new Map(), droppedAttributesCount: 0 }),
  [
    field("timeUnixNano", 1, fixed64),
    field("name", 2, text),
    keyValues("attributes", 3),
    field("droppedAttributesCount", 4, uint32),
  ],
);

const link = message<SpanLink>(
  () => ({ traceId: "", spanId: "", traceState: "", attributes: new Map(), droppedAttributesCount: 0, flags: 0 }),
  [
    field("traceId", 1, id),
    field("spanId", 2, id),
    field("traceState", 3, text),
    keyValues("attributes", 4),
    field("droppedAttributesCount", 5, uint32),
    field("flags", 6, fixed32),
  ],
);

type Status = Pick<Span, "statusCode" | "statusMessage">;

const status = message<Status>(
  () => ({ statusCode: 0, statusMessage: "" }),
  [
    named("message", field("statusMessage", 2, text)),
    named("code", field("statusCode", 3, enumeration("STATUS_CODE_", ["UNSET", "OK", "ERROR"]))),
  ],
);

const kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];

const span = message<Span>(
  () => ({
    traceId: "",
    spanId: "",
    traceState: "",
    parentSpanId: "",
    flags: 0,
    name: "",
    kind: 0,
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: new Map(),
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    statusCode: 0,
    statusMessage: "",
  }),
  [
    field("traceId", 1, id),
    field("spanId", 2, id),
    field("traceState", 3, text),
    field("parentSpanId", 4, id),
    field("flags", 16, fixed32),
    field("name", 5, text),
    field("kind", 6, enumeration("SPAN_KIND_", kinds)),
    field("startTimeUnixNano", 7, fixed64),
    field("endTimeUnixNano", 8, fixed64),
    weightedAttributes(9, ({ traceState }) => adjustedCount(traceState)),
    field("droppedAttributesCount", 10, uint32),
    records("events", 11, event),
    field("droppedEventsCount", 12, uint32),
    records("links", 13, link),
    field("droppedLinksCount", 14, uint32),
    spread("status", 15, status),
  ],
);

export const spans: Signal<Span> = {
  resources: "resourceSpans",
  scopes: "scopeSpans",
  items: "spans",
  item: span,
  afterRead: (record) => takeWeight(record, adjustedCount(record.traceState)),
  countRecords: () => 1,
};

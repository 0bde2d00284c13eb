import { type Asked, nothingSaid, readJsonLogs, type Said } from "@perigee/doors";
import { readLogs, readMetrics, readSpans } from "@perigee/otlp";
import { fail, type Result, succeed } from "@perigee/schema";
import { mediaType } from "../body-type.ts";
import { answerExport, answerStatus, type OtlpEncoding, otlpTypes, type Signal } from "./otlp-answers.ts";
import type { Protocol } from "./protocol.ts";

/**
 * Types that plain JSON logs come as, beside OTLP's own: lines of JSON, what spares a browser the preflight, and what `curl -d` says of
 * any body.
 */
const plainTypes = [
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "text/plain",
  "application/x-www-form-urlencoded",
];

/** OTLP/HTTP 1.10 for one signal (https://opentelemetry.io/docs/specs/otlp/). */
export function otlp(signal: Signal): Protocol {
  const types: string[] = [...Object.values(otlpTypes), ...(signal === "logs" ? plainTypes : [])];
  return {
    signal,
    keyOf: () => undefined,
    ownEncodings: [],
    findsVisits: false,
    checkType: (headers) => checkType(headers, types),
    read: readers[signal],
    accept: (headers, { rejected }) => answerExport(encodingOf(headers), signal, rejected),
    refuse: (headers, failure) => {
      const response = answerStatus(encodingOf(headers), failure);
      if (failure.type === "unsupported-media-type") response.headers.set("accept", types.join(", "));
      return response;
    },
  };
}

function checkType(headers: Headers, types: readonly string[]): Result<undefined> {
  const type = mediaType(headers);
  if (types.includes(type)) return succeed(undefined);
  return fail("unsupported-media-type", {
    field: "content-type",
    message: `The content type "${type.slice(0, 80)}" is not taken. Send application/x-protobuf or application/json.`,
  });
}

const encodingOf = (headers: Headers): OtlpEncoding =>
  mediaType(headers) === otlpTypes.protobuf ? "protobuf" : "json";

const readers: Record<Signal, (asked: Asked) => Result<Said>> = {
  logs: (asked) => {
    const encoding = encodingOf(asked.headers);
    const isPlain = encoding === "json" && !hasResourceLogs(asked.body);
    const read = isPlain ? readJsonLogs(asked) : readLogs(asked.body, encoding);
    return read.ok ? succeed({ ...nothingSaid(), logs: read.value.tree, rejected: read.value.rejected }) : read;
  },
  traces: ({ body, headers }) => {
    const read = readSpans(body, encodingOf(headers));
    return read.ok ? succeed({ ...nothingSaid(), spans: read.value.tree, rejected: read.value.rejected }) : read;
  },
  metrics: ({ body, headers }) => {
    const read = readMetrics(body, encodingOf(headers));
    return read.ok ? succeed({ ...nothingSaid(), metrics: read.value.tree, rejected: read.value.rejected }) : read;
  },
};

/** OTLP's own field. Within a text its quotes would be escaped, so what looks like it is a name, or a text that says nothing else. */
const hasResourceLogs = (body: Uint8Array): boolean =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes('"resourceLogs"');

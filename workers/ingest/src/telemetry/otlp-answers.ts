import type { Rejected } from "@perigee/otlp";
import { type Failure, failures } from "@perigee/schema";
import { answer, failureHead } from "../answers.ts";
import { protobufBytes, protobufVarint } from "./protobuf.ts";

/**
 * Answers of OTLP/HTTP, in the encoding of their request (https://opentelemetry.io/docs/specs/otlp/, section OTLP/HTTP Response).
 * A `partial_success` without rejected records is a warning.
 */

export type Signal = "logs" | "traces" | "metrics";
export type OtlpEncoding = "json" | "protobuf";

export const otlpTypes = { json: "application/json", protobuf: "application/x-protobuf" } as const;

/** The one field whose name depends on the signal. */
const rejectedFields = {
  logs: "rejectedLogRecords",
  traces: "rejectedSpans",
  metrics: "rejectedDataPoints",
} as const satisfies Record<Signal, string>;

/** `Export{Logs,Trace,Metrics}ServiceResponse`. */
export function answerExport(encoding: OtlpEncoding, signal: Signal, { count, message }: Rejected): Response {
  const hasSaid = count > 0 || message !== "";
  if (encoding === "json") {
    // An int64 stands in JSON as a text.
    const partialSuccess = { [rejectedFields[signal]]: String(count), errorMessage: message };
    return answerIn("json", JSON.stringify(hasSaid ? { partialSuccess } : {}), { status: 200, headers: {} });
  }
  const partial = Uint8Array.from([...protobufVarint(1, count), ...protobufBytes(2, message)]);
  return answerIn("protobuf", hasSaid ? protobufBytes(1, partial) : [], { status: 200, headers: {} });
}

/** `google.rpc.Status`. The HTTP status alone decides whether a client sends again: of ours 429 and 503. */
export function answerStatus(encoding: OtlpEncoding, failure: Failure): Response {
  const head = failureHead(failure);
  const code = rpcCodes[failures[failure.type].status] ?? rpcCodes[500];
  const { message } = failure;
  const body =
    encoding === "json"
      ? JSON.stringify({ code, message })
      : [...protobufVarint(1, code), ...protobufBytes(2, message)];
  return answerIn(encoding, body, head);
}

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto by the HTTP statuses of the list of failures. */
const rpcCodes: Record<number, number> & { 500: number } = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  405: 12,
  413: 11,
  415: 3,
  429: 8,
  500: 13,
  503: 14,
  504: 4,
};

type Head = { status: number; headers: Record<string, string> };

function answerIn(encoding: OtlpEncoding, body: string | readonly number[], { status, headers }: Head): Response {
  return answer(typeof body === "string" ? body : Uint8Array.from(body), {
    status,
    headers: { "content-type": otlpTypes[encoding], "cache-control": "no-store", ...headers },
  });
}

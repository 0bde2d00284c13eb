import type { Rejected } from "@perigee/otlp";

export type Encoding = "json" | "protobuf";

/** What an exporter is told: https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
export type OtlpAnswer = { status: number; contentType: string; body: Uint8Array; retryAfterS?: number };

export const contentTypes: Record<Encoding, string> = {
  json: "application/json",
  protobuf: "application/x-protobuf",
};

/** How each signal calls what it rejects, in JSON. In protobuf it is field 1 of all three. */
const rejectedNames = {
  logs: "rejectedLogRecords",
  traces: "rejectedSpans",
  metrics: "rejectedDataPoints",
} as const;
export type Signal = keyof typeof rejectedNames;

/** All was taken, or all but what `rejected` tells of; then the exporter must not send it again. */
export function takenAnswer(signal: Signal, encoding: Encoding, rejected: Rejected): OtlpAnswer {
  const isWhole = rejected.count === 0 && rejected.message === "";
  const answer = { status: 200, contentType: contentTypes[encoding] };
  if (encoding === "json") {
    const partialSuccess = { [rejectedNames[signal]]: String(rejected.count), errorMessage: rejected.message };
    return { ...answer, body: Buffer.from(JSON.stringify(isWhole ? {} : { partialSuccess })) };
  }
  const partialSuccess = Buffer.concat([varintField(1, rejected.count), textField(2, rejected.message)]);
  return { ...answer, body: isWhole ? new Uint8Array() : bytesField(1, partialSuccess) };
}

export type Refusal = { status: number; message: string; retryAfterS?: number };

/** google.rpc.Status: code 3 is INVALID_ARGUMENT, 14 UNAVAILABLE. */
export function refusedAnswer({ status, message, retryAfterS }: Refusal, encoding: Encoding): OtlpAnswer {
  const code = status === 503 ? 14 : 3;
  const body =
    encoding === "json"
      ? Buffer.from(JSON.stringify({ code, message }))
      : Buffer.concat([varintField(1, code), textField(2, message)]);
  return { status, contentType: contentTypes[encoding], body, ...(retryAfterS !== undefined && { retryAfterS }) };
}

/** Protobuf leaves out what is 0 or empty. https://protobuf.dev/programming-guides/encoding/ */
const varintField = (field: number, value: number): Buffer =>
  value === 0 ? Buffer.alloc(0) : Buffer.from([field << 3, ...varint(value)]);

const textField = (field: number, text: string): Buffer =>
  text === "" ? Buffer.alloc(0) : bytesField(field, Buffer.from(text));

const bytesField = (field: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(bytes.length)]), bytes]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type Read, type Rejected, readLogs, readMetrics, readSpans } from "@perigee/otlp";
import { failures, type Result, succeed } from "@perigee/schema";
import type { Input, InputContext, Telemetry } from "../../input.ts";
import { http } from "../../node-http.ts";
import { type Troubles, textOf, troublesOf } from "../troubles.ts";
import {
  contentTypes,
  type Encoding,
  type OtlpAnswer,
  type Refusal,
  refusedAnswer,
  type Signal,
  takenAnswer,
} from "./otlp-answer.ts";
import type { OtlpReceiverConfig } from "./otlp-receiver-config.ts";
import { readBody } from "./read-body.ts";

const limits = {
  /** Decompressed. Exporters send 512 records at once, of some hundred bytes each. */
  bodyBytes: 8 * 1024 * 1024,
  /** Requests that are read or wait for the agent's buffer; a further one is sent away for a second. Bounds memory with the size of bodies. */
  atOnce: 8,
  /** From the first byte to the last. */
  requestMs: 30_000,
  /** What requests that were begun get at the end. */
  endMs: 2_000,
} as const;

const noGrpc = "OTLP over gRPC is not supported, set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf";

/** Receives OTLP/HTTP as JSON and protobuf: https://opentelemetry.io/docs/specs/otlp/#otlphttp. A request is answered when the agent has what it brought. */
export const otlpReceiverInput =
  (config: OtlpReceiverConfig): Input =>
  async (context) => {
    const server = await listen(config, { context, troubles: troublesOf(context), atWork: 0 });
    if (!context.signal.aborted) await once(context.signal, "abort");
    const closed = once(server, "close");
    // What is being read may end; what only waits for its next request need not.
    server.close();
    server.closeIdleConnections();
    const cutOff = setTimeout(() => server.closeAllConnections(), limits.endMs);
    await closed;
    clearTimeout(cutOff);
  };

type Receiving = { context: InputContext; troubles: Troubles; atWork: number };

async function listen(config: OtlpReceiverConfig, receiving: Receiving): Promise<Server> {
  const { context, troubles } = receiving;
  const server = http.createServer({ requestTimeout: limits.requestMs }, (request, response) => {
    void receive(request, receiving)
      .catch((cause: unknown) => {
        troubles.met("internal", "a request could not be taken", { cause: textOf(cause) });
        return refusedAnswer(
          { status: 503, message: "It could not be taken.", retryAfterS: 1 },
          encodingOf(request) ?? "json",
        );
      })
      .then((answer) => send(answer, { request, response, isEnding: context.signal.aborted }));
  });
  server.on("clientError", (cause: NodeJS.ErrnoException, socket) => {
    // Exporters of gRPC speak HTTP/2, which begins with a line that the parser of HTTP/1.1 does not know.
    if (cause.code?.startsWith("HPE_")) troubles.met("protocol", `a client does not speak HTTP/1.1: ${noGrpc}`);
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
  });
  server.listen(config.port, config.host);
  await once(server, "listening");
  server.on("error", (cause) => troubles.met("server", "the server broke", { cause: cause.message }));
  const address = server.address();
  context.log(
    "info",
    "listens for OTLP over HTTP",
    typeof address === "object" && address ? { host: address.address, port: address.port } : {},
  );
  return server;
}

type Exchange = { request: IncomingMessage; response: ServerResponse; isEnding: boolean };

function send({ status, contentType, body, retryAfterS }: OtlpAnswer, { request, response, isEnding }: Exchange): void {
  response.setHeader("content-type", contentType).setHeader("content-length", body.byteLength);
  if (retryAfterS !== undefined) response.setHeader("retry-after", retryAfterS);
  if (isEnding) response.setHeader("connection", "close");
  response.statusCode = status;
  response.end(body);
  // What nobody wants of a body is read and forgotten: a sender that is cut off does not read its answer.
  request.resume();
}

async function receive(request: IncomingMessage, receiving: Receiving): Promise<OtlpAnswer> {
  const encoding = encodingOf(request);
  const signal = signals[request.url?.split("?")[0] ?? ""];
  const refusal = refusalOf(request, { encoding, signal });
  if (refusal || !signal || !encoding)
    return refusedAnswer(refusal ?? { status: 404, message: "" }, encoding ?? "json");
  if (receiving.atWork >= limits.atOnce)
    return refusedAnswer({ status: 503, message: "The agent is busy.", retryAfterS: 1 }, encoding);
  receiving.atWork++;
  try {
    return await take(request, { signal, encoding, receiving });
  } finally {
    receiving.atWork--;
  }
}

const signals: Record<string, Signal> = { "/v1/logs": "logs", "/v1/traces": "traces", "/v1/metrics": "metrics" };

function encodingOf({ headers }: IncomingMessage): Encoding | undefined {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  return type === contentTypes.json ? "json" : type === contentTypes.protobuf ? "protobuf" : undefined;
}

type Asked = { encoding: Encoding | undefined; signal: Signal | undefined };

/** A page in a browser of this machine cannot send either content type without asking first, and is never allowed to. */
function refusalOf({ method, headers }: IncomingMessage, { encoding, signal }: Asked): Refusal | undefined {
  if (headers["content-type"]?.startsWith("application/grpc")) return { status: 415, message: noGrpc };
  if (!signal) return { status: 404, message: "There are /v1/logs, /v1/traces and /v1/metrics here." };
  if (method !== "POST") return { status: 405, message: "Only POST is taken." };
  if (!encoding) return { status: 415, message: "Send application/x-protobuf or application/json." };
  if (!["gzip", "identity", undefined].includes(headers["content-encoding"]))
    return { status: 415, message: "Send it plain or as gzip." };
  return undefined;
}

type Given = { signal: Signal; encoding: Encoding; receiving: Receiving };

async function take(request: IncomingMessage, { signal, encoding, receiving }: Given): Promise<OtlpAnswer> {
  const { context, troubles } = receiving;
  const body = await readBody(request, limits.bodyBytes).catch(() => "broken" as const);
  if (body === "broken") return refusedAnswer({ status: 400, message: "The body is cut off or no gzip." }, encoding);
  if (body === undefined)
    return refusedAnswer({ status: 413, message: `The body has more than ${limits.bodyBytes} bytes.` }, encoding);
  const read = readers[signal](body, encoding);
  if (!read.ok) {
    troubles.met(read.failure.type, "a request could not be read", { signal, encoding });
    return refusedAnswer({ status: failures[read.failure.type].status, message: read.failure.message }, encoding);
  }
  const { telemetry, rejected } = read.value;
  if (rejected.count > 0)
    context.count("perigee.agent.input.rejected", rejected.count, { input: context.name, signal });
  await context.emit(telemetry);
  return takenAnswer(signal, encoding, rejected);
}

type ReadTelemetry = Result<{ telemetry: Telemetry; rejected: Rejected }>;

const readers: Record<Signal, (body: Uint8Array, encoding: Encoding) => ReadTelemetry> = {
  logs: (body, encoding) => as(readLogs(body, encoding), (logs) => ({ logs })),
  traces: (body, encoding) => as(readSpans(body, encoding), (spans) => ({ spans })),
  metrics: (body, encoding) => as(readMetrics(body, encoding), (metrics) => ({ metrics })),
};

const as = <Tree>(read: Result<Read<Tree>>, telemetryOf: (tree: Tree) => Telemetry): ReadTelemetry =>
  read.ok ? succeed({ telemetry: telemetryOf(read.value.tree), rejected: read.value.rejected }) : read;

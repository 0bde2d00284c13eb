import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { basename, join } from "node:path";
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import type { Candidate } from "./candidates.ts";
import { listen } from "./site.ts";

/** One request as it arrived. `code`: bytes of script that it was answered with. */
export type Arrived = {
  method: string;
  path: string;
  headerBytes: number;
  bodyBytes: number;
  code: number;
  text: string;
};

/** A collector for any SDK, on another origin than the page, so that preflights are real. */
export async function startSink({ servedFrom, answers = {} }: Candidate) {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    // A page that is gone may cut its request off.
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return;
    }
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const file = servedFrom && path.startsWith("/static/") ? join(servedFrom, basename(path)) : undefined;
    const script = file && existsSync(file) ? readFileSync(file) : undefined;
    const body = Buffer.concat(parts);
    arrived.push({
      method: `${request.method}`,
      path,
      headerBytes: countHeaderBytes(request),
      bodyBytes: body.length,
      code: script?.length ?? 0,
      text: `${decode(body)}\n${safeDecode(request.url ?? "")}`,
    });
    allowAll(request, response);
    const key = Object.keys(answers).find((start) => path.startsWith(start));
    const answer = script ?? (key === undefined ? {} : answers[key]);
    const isScript = typeof answer === "string" || Buffer.isBuffer(answer);
    response.setHeader("content-type", isScript ? "text/javascript" : "application/json");
    response.writeHead(request.method === "OPTIONS" ? 204 : request.method === "GET" || key ? 200 : 202);
    response.end(request.method === "OPTIONS" ? undefined : isScript ? answer : JSON.stringify(answer));
  });
  return { ...(await listen(server)), arrived };
}

export type Sink = Awaited<ReturnType<typeof startSink>>;

/** Request line, names, values and what stands between them, as in HTTP/1.1. */
const countHeaderBytes = ({ rawHeaders, url = "" }: IncomingMessage) =>
  rawHeaders.join("").length + rawHeaders.length * 2 + url.length + 14;

function allowAll(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
  response.setHeader("access-control-allow-methods", "*");
  response.setHeader("access-control-max-age", "600");
  response.setHeader("timing-allow-origin", "*");
}

/** All that a body may say: plain, compressed, or base64 in a form field or on lines of its own. */
function decode(body: Buffer): string {
  const plain = body.toString("utf8");
  const field = /data=([^&]+)/.exec(plain)?.[1];
  const encoded = [...(field ? [field] : []), ...plain.split("\n").filter((line) => /^[\w+/=%-]{40,}$/.test(line))];
  const binaries = [body, ...encoded.map((text) => Buffer.from(safeDecode(text), "base64"))];
  return [plain, ...binaries.flatMap(readings)].join("\n");
}

const readings = (binary: Buffer): string[] =>
  [(raw: Buffer) => raw, gunzipSync, inflateSync, inflateRawSync].flatMap((read) => {
    try {
      return read(binary).toString("utf8");
    } catch {
      return []; // Not packed this way.
    }
  });

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

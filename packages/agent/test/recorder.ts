import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { readLogs } from "@perigee/otlp";

/**
 * An ingest that keeps what it takes: it knows repeated bodies by their hash, as ingest does. `answer` may refuse a request, cut its
 * connection, or keep it waiting, each before or after the body was taken.
 */
export type Recorder = {
  endpoint: string;
  /** Bodies of logs in the order in which they came, without repeats. */
  bodies: string[];
  /** Texts of all records of `bodies`. */
  lines: () => string[];
  requests: { path: string; key: string | undefined; status: number; repeated: boolean }[];
  answer: Answer;
  close: () => Promise<void>;
};

export type Answer = (attempt: number, body: string) => Reply | Promise<Reply>;
export type Reply =
  | { status: number; headers?: Record<string, string>; text?: string; isTaken?: boolean }
  | "cut"
  | "take-and-cut";

export async function startRecorder(): Promise<Recorder> {
  const seen = new Set<string>();
  const recorder: Recorder = {
    endpoint: "",
    bodies: [],
    requests: [],
    lines: () => recorder.bodies.flatMap(textsOf),
    answer: () => ({ status: 200 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  let attempts = 0;
  const server = createServer((request, response) => void take(request, response));
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // The agent was killed while it sent.
      return;
    }
    const body = gunzipSync(Buffer.concat(chunks)).toString("utf8");
    const reply = await recorder.answer(attempts++, body);
    const path = request.url ?? "";
    const hash = createHash("sha256").update(body).digest("hex");
    const repeated = seen.has(hash);
    const status = typeof reply === "string" ? 0 : reply.status;
    recorder.requests.push({ path, key: request.headers.authorization, status, repeated });
    if (reply === "take-and-cut" || status === 200) {
      seen.add(hash);
      if (!repeated && path.endsWith("/v1/logs")) recorder.bodies.push(body);
    }
    if (typeof reply === "string") return void response.destroy();
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers }).end(reply.text ?? "{}");
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  recorder.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return recorder;
}

function textsOf(body: string): string[] {
  const read = readLogs(Buffer.from(body), "json");
  if (!read.ok) throw new Error(read.failure.message);
  return read.value.tree.flatMap(({ items }) => items.map((record) => String(record.body)));
}

import { http, loadHttps } from "../node-http.ts";

export type Answer = { status: number; retryAfter: string | undefined; location: string | undefined; text: string };

export type Request = { url: URL; key: string; body: Uint8Array; timeoutMs: number; signal: AbortSignal };

/** As much of an answer as is worth reading. */
const maxAnswerBytes = 64_000;

type Client = Pick<typeof http, "request"> & { agent: InstanceType<typeof http.Agent> };

const clients = new Map<string, Client>();

/** One for all requests, which keeps connections. */
function clientOf(protocol: string): Client {
  const known = clients.get(protocol);
  if (known) return known;
  const { request, Agent } = protocol === "https:" ? loadHttps() : http;
  const made = { request, agent: new Agent({ keepAlive: true, maxSockets: 4 }) };
  clients.set(protocol, made);
  return made;
}

/** Sends one body of OTLP/JSON under gzip. Rejects where no whole answer came. */
export function post({ url, key, body, timeoutMs, signal }: Request): Promise<Answer> {
  const { request, agent } = clientOf(url.protocol);
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
    "content-encoding": "gzip",
    "content-length": body.length,
    "user-agent": "perigee-agent",
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        if (bytes < maxAnswerBytes) chunks.push(chunk);
        bytes += chunk.length;
      });
      response.on("error", reject);
      response.on("aborted", () => reject(new Error("The answer was cut off.")));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers["retry-after"],
          location: response.headers.location,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    const timer = setTimeout(() => sent.destroy(new Error(`No answer within ${timeoutMs / 1000} s.`)), timeoutMs);
    sent.on("close", () => clearTimeout(timer));
    sent.on("error", reject);
    sent.end(body);
  });
}

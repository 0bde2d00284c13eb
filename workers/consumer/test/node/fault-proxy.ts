import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to the next INSERTs into a table: how often, and what. Set by `PUT /faults`. */
type Fault = {
  /** `status`: ClickHouse answers 500. `lost-answer`: the rows are stored, then the connection breaks. */
  kind: "status" | "lost-answer";
  table: string;
  times: number;
};

/** An HTTP proxy before ClickHouse that spoils inserts as it is told; everything else passes. */
export async function startFaultProxy(upstream: string): Promise<{ url: string; stop: () => Promise<void> }> {
  let faults: Fault[] = [];
  const takeFault = (address: string): Fault["kind"] | undefined => {
    const query = new URL(address, upstream).searchParams.get("query") ?? "";
    const fault = faults.find(({ table, times }) => times > 0 && query.startsWith(`INSERT INTO ${table} `));
    if (fault) fault.times -= 1;
    return fault?.kind;
  };
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    if (incoming.url === "/faults") {
      faults = JSON.parse(body.toString());
      outgoing.end();
      return;
    }
    const fault = takeFault(incoming.url ?? "");
    if (fault === "status") {
      outgoing.writeHead(500).end("Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)");
      return;
    }
    forward({ upstream, incoming, body, outgoing, isAnswerLost: fault === "lost-answer" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Forward = {
  upstream: string;
  incoming: IncomingMessage;
  body: Buffer;
  outgoing: ServerResponse;
  isAnswerLost: boolean;
};

function forward({ upstream, incoming, body, outgoing, isAnswerLost }: Forward): void {
  const { method = "GET", url = "/", headers } = incoming;
  const onward = httpRequest(new URL(url, upstream), { method, headers: { ...headers, host: new URL(upstream).host } });
  onward.on("response", async (answer) => {
    const text = await readAll(answer);
    if (isAnswerLost) outgoing.destroy();
    else outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
  });
  onward.on("error", () => outgoing.destroy());
  onward.end(body);
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

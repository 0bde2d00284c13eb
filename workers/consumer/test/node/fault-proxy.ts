import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault, SeenInsert } from "../faults.ts";

type Kind = Fault["kind"];

const errors: Partial<Record<Kind, string>> = {
  status: "Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)",
  "too-many-parts": "Code: 252. DB::Exception: Too many parts (3000). Merges are slower than inserts. (TOO_MANY_PARTS)",
  unexplained: "Code: 49. DB::Exception: Something that should not happen. (LOGICAL_ERROR)",
};

/** An HTTP proxy before ClickHouse that spoils inserts as it is told; everything else passes. */
export async function startFaultProxy(upstream: string): Promise<{ url: string; stop: () => Promise<void> }> {
  let faults: Fault[] = [];
  let inserts: SeenInsert[] = [];
  const takeFault = (table: string | undefined, bytes: number): Kind | undefined => {
    const fault = faults.find(
      (each) => each.times > 0 && (each.kind === "away" || (each.table === table && bytes >= (each.fromBytes ?? 0))),
    );
    if (fault) fault.times -= 1;
    return fault?.kind;
  };
  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    if (incoming.url === "/faults") {
      faults = JSON.parse(body.toString());
      outgoing.end(JSON.stringify(inserts));
      inserts = [];
      return;
    }
    const table = insertedInto(new URL(incoming.url ?? "/", upstream).searchParams.get("query") ?? body.toString());
    if (table) inserts.push({ table, bytes: body.length });
    const fault = takeFault(table, body.length);
    const error = fault && errors[fault];
    if (fault === "away") outgoing.destroy();
    else if (error) outgoing.writeHead(500).end(error);
    else forward({ upstream, incoming, body, outgoing, fault });
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

/** Rows that are sent come with the INSERT beside them; one that takes them from another table is all of its body. */
const insertedInto = (query: string): string | undefined => /^INSERT INTO (\w+) /.exec(query)?.[1];

type Forward = {
  upstream: string;
  incoming: IncomingMessage;
  body: Buffer;
  outgoing: ServerResponse;
  fault: Kind | undefined;
};

function forward({ upstream, incoming, body, outgoing, fault }: Forward): void {
  const { method = "GET", url = "/", headers } = incoming;
  const onward = httpRequest(new URL(url, upstream), { method, headers: { ...headers, host: new URL(upstream).host } });
  onward.on("response", async (answer) => {
    const text = await readAll(answer);
    if (fault === "lost-answer") outgoing.destroy();
    else if (fault !== "timeout-after-commit") outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
  });
  onward.on("error", () => outgoing.destroy());
  onward.end(body);
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

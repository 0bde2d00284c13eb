import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { WireBatch, WireEvent } from "@perigee/schema";

/** How the sink treats its next requests: a status, with headers and a clock of its own if need be, or silence. */
type Plan = { status: number; headers?: Record<string, string>; receivedAt?: unknown } | "hang";

export type Received = { batch: WireBatch; bytes: number; gzip: boolean; answered: number };

/** An ingest of our own that keeps what it gets, and refuses what the real schemas refuse. */
export async function startSink() {
  const received: Received[] = [];
  const methods: string[] = [];
  const faults: string[] = [];
  const plans: Plan[] = [];

  const take = (request: IncomingMessage, body: Buffer): Received => {
    const query = new URL(request.url ?? "/", "http://sink").searchParams;
    const gzip = query.get("z") === "gzip";
    if (query.get("key") !== "pk_test") faults.push(`key ${query.get("key")}`);
    // A gzip body names none, which is as simple for CORS as text.
    const type = `${request.headers["content-type"]}`;
    if (!type.startsWith(gzip ? "undefined" : "text/plain")) faults.push(type);
    const batch = JSON.parse((gzip ? gunzipSync(body) : body).toString("utf8"));
    const envelope = WireBatch.safeParse(batch);
    if (!envelope.success) faults.push(envelope.error.message);
    for (const event of batch.events) {
      const parsed = WireEvent.safeParse(event);
      if (!parsed.success) faults.push(`${parsed.error.message} in ${JSON.stringify(event)}`);
    }
    return { batch, bytes: body.length, gzip, answered: 202 };
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const plan = plans.shift() ?? { status: 202 };
    const taken = take(request, body);
    received.push(taken);
    if (plan === "hang") {
      taken.answered = 0;
      return;
    }
    taken.answered = plan.status;
    response.writeHead(plan.status, {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "retry-after",
      ...plan.headers,
    });
    const receivedAt = "receivedAt" in plan ? plan.receivedAt : Date.now();
    response.end(JSON.stringify({ accepted: taken.batch.events.length, rejected: [], receivedAt }));
  };

  const server = createServer(async (request, response) => {
    methods.push(`${request.method}`);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.method === "POST") answer(request, response, Buffer.concat(parts));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    /** Another origin than the pages, which are on `localhost`. */
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    methods,
    /** What the real ingest would have refused. */
    faults,
    plan: (...next: Plan[]) => plans.push(...next),
    /** Events of all batches that were taken, in order, each once. */
    events(): WireEvent[] {
      const taken = received.filter(({ answered }) => answered === 202).flatMap(({ batch }) => batch.events);
      return [...new Map(taken.map((event) => [event.id, event])).values()];
    },
    ofKind<Kind extends WireEvent["kind"]>(kind: Kind): Extract<WireEvent, { kind: Kind }>[] {
      return this.events().filter((event): event is Extract<WireEvent, { kind: Kind }> => event.kind === kind);
    },
    names(): string[] {
      return this.ofKind("custom").map(({ name }) => name);
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type Sink = Awaited<ReturnType<typeof startSink>>;

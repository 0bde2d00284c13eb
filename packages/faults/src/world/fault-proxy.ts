import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What happens to a request. `answer`: this, and upstream never hears of it. `lose-answer`: upstream does its work, then the
 * connection breaks. `hang`: the same, but nothing ever comes. `refuse`: the connection breaks at once. `meanwhile`: something is done
 * while upstream works on it, and its answer, if any, is passed on.
 */
export type Spoil =
  | { kind: "answer"; status: number; headers?: Record<string, string>; text: string }
  | { kind: "lose-answer" | "hang" | "refuse" }
  | { kind: "meanwhile"; act: () => void };

/** `takes`: whether a request is one to spoil, by its method and its address with the query decoded. */
export type ProxyFault = { times: number; takes: (request: { method: string; url: URL }) => boolean; spoil: Spoil };

export type FaultProxy = {
  url: string;
  /** Faults that were applied so far. */
  applied: () => number;
  /** Answers of upstream with a status of 400 or more so far. */
  refusals: () => number;
  lead: (upstream: string) => void;
  arm: (fault: ProxyFault) => void;
  disarm: () => void;
  /** Requests that still wait to be spoiled. */
  waiting: () => number;
  stop: () => Promise<void>;
};

/** An HTTP proxy on which things go wrong as it is told; everything else passes. Where there is no upstream, connections break. */
export async function startFaultProxy(): Promise<FaultProxy> {
  let upstream: string | undefined;
  let faults: ProxyFault[] = [];
  let applied = 0;
  let refusals = 0;
  const refused = () => {
    refusals += 1;
  };
  const take = ({ method = "GET", url = "/" }: IncomingMessage): Spoil | undefined => {
    const request = { method, url: new URL(url, "http://proxy") };
    const fault = faults.find(({ times, takes }) => times > 0 && takes(request));
    if (!fault) return undefined;
    fault.times -= 1;
    applied += 1;
    return fault.spoil;
  };
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await readAll(incoming);
      pass({ upstream, incoming, body, outgoing, spoil: take(incoming), refused });
    } catch {
      // The client went away while it was sending: there is nobody to answer.
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    applied: () => applied,
    refusals: () => refusals,
    lead: (to) => {
      upstream = to;
    },
    arm: (fault) => {
      faults.push({ ...fault });
    },
    disarm: () => {
      faults = [];
    },
    waiting: () => faults.reduce((sum, { times }) => sum + times, 0),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Passing = {
  upstream: string | undefined;
  incoming: IncomingMessage;
  body: Buffer;
  outgoing: ServerResponse;
  spoil: Spoil | undefined;
  /** Called when upstream's status is 400 or more. */
  refused: () => void;
};

function pass({ upstream, incoming, body, outgoing, spoil, refused }: Passing): void {
  if (spoil?.kind === "answer") {
    outgoing.writeHead(spoil.status, spoil.headers).end(spoil.text);
    return;
  }
  if (!upstream || spoil?.kind === "refuse") {
    outgoing.destroy();
    return;
  }
  const { method = "GET", url = "/", headers } = incoming;
  const target = new URL(url, upstream);
  const onward = httpRequest(target, { method, headers: { ...headers, host: target.host } });
  onward.on("response", async (answer) => {
    const text = await readAll(answer).catch(() => undefined);
    if ((answer.statusCode ?? 0) >= 400) refused();
    if (spoil?.kind === "hang") return;
    if (!text || spoil?.kind === "lose-answer") outgoing.destroy();
    else outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
  });
  onward.on("error", () => outgoing.destroy());
  onward.end(body, () => {
    if (spoil?.kind === "meanwhile") spoil.act();
  });
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

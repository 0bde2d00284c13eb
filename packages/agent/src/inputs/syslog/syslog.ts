import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Input, InputContext } from "../../input.ts";
import { nowNanos } from "../every.ts";
import { type Troubles, textOf, troublesOf } from "../troubles.ts";
import { type WaitingRoom, waitingRoom } from "../waiting-room.ts";
import { type Frame, syslogFramer, trimmed } from "./framing.ts";
import type { SyslogConfig } from "./syslog-config.ts";
import { type Arrival, groupBySource, type Received, readMessage } from "./syslog-record.ts";

const limits = {
  messageBytes: 65_536,
  connections: 256,
  /** Messages that wait for the agent's buffer. */
  waiting: 10_000,
  /** What a connection may be silent before it is closed. Senders keep theirs open and open a new one when it is gone. */
  idleMs: 600_000,
  /** A datagram that finds this buffer of the kernel full is lost; Linux doubles it, up to net.core.rmem_max. */
  udpBufferBytes: 1_048_576,
} as const;

type Receiving = { config: SyslogConfig; context: InputContext; troubles: Troubles; messages: WaitingRoom<Received> };

/**
 * Receives syslog, RFC 5424 and 3164, over UDP and TCP. While the agent's buffer is full, TCP senders wait; datagrams, which cannot, are dropped and
 * counted.
 */
export const syslogInput =
  (config: SyslogConfig): Input =>
  async (context) => {
    const messages = waitingRoom<Received>(limits.waiting);
    const receiving: Receiving = { config, context, troubles: troublesOf(context), messages };
    const stops: (() => Promise<void>)[] = [];
    try {
      if (config.transports.includes("tcp")) stops.push(await listenTcp(receiving));
      if (config.transports.includes("udp")) stops.push(await listenUdp(receiving));
      context.signal.addEventListener("abort", messages.close, { once: true });
      if (context.signal.aborted) messages.close();
      await messages.empty((received) => context.emit({ logs: groupBySource(received, config.service) }));
    } finally {
      context.signal.removeEventListener("abort", messages.close);
      messages.close();
      await Promise.all(stops.map((stop) => stop()));
    }
  };

async function listenTcp(receiving: Receiving): Promise<() => Promise<void>> {
  const { config, context, troubles } = receiving;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    void receiveStream(socket, receiving).catch((cause: unknown) => {
      if (!context.signal.aborted) troubles.met("connection", "a connection broke", { cause: textOf(cause) });
    });
  });
  server.maxConnections = limits.connections;
  server.on("drop", () => troubles.met("connections", `more than ${limits.connections} connections are refused`));
  server.listen(config.port, config.host);
  await once(server, "listening");
  server.on("error", (cause) => troubles.met("tcp", "the TCP server broke", { cause: cause.message }));
  context.log("info", "listens for syslog", { transport: "tcp", ...addressOf(server) });
  return async () => {
    const closed = once(server, "close");
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
}

const addressOf = (server: Server): { host?: string; port?: number } => {
  const address = server.address();
  return typeof address === "object" && address ? { host: address.address, port: address.port } : {};
};

/** Reads on only when there is room: the kernel's own buffers make the sender wait. */
async function receiveStream(socket: Socket, receiving: Receiving): Promise<void> {
  const framer = syslogFramer(limits.messageBytes);
  const peer = socket.remoteAddress;
  const take = async (frames: Frame[]) => {
    for (const frame of frames) {
      const received = arrive(frame, { transport: "tcp", peer }, receiving);
      while (!receiving.messages.offer(received)) {
        if (receiving.context.signal.aborted) return;
        await receiving.messages.room();
      }
    }
  };
  socket.setTimeout(limits.idleMs, () => socket.destroy());
  for await (const chunk of socket) await take(framer.push(Buffer.from(chunk)));
  await take(framer.end());
}

async function listenUdp(receiving: Receiving): Promise<() => Promise<void>> {
  const { config, context, troubles, messages } = receiving;
  const socket = createSocket({
    type: config.host.includes(":") ? "udp6" : "udp4",
    recvBufferSize: limits.udpBufferBytes,
  });
  socket.on("message", (datagram, { address }) => {
    const bytes = trimmed(datagram);
    if (bytes.length === 0) return;
    const received = arrive({ bytes, isCut: false }, { transport: "udp", peer: address }, receiving);
    if (messages.offer(received)) return;
    context.count("perigee.agent.input.dropped", 1, { input: context.name, reason: "full" });
    troubles.met("full", "the buffer is full: datagrams are dropped");
  });
  socket.bind(config.port, config.host);
  await once(socket, "listening").catch((cause: unknown) => {
    socket.close();
    throw cause;
  });
  socket.on("error", (cause) => troubles.met("udp", "the UDP socket broke", { cause: cause.message }));
  const { address, port } = socket.address();
  context.log("info", "listens for syslog", { transport: "udp", host: address, port });
  return () => closeUdp(socket);
}

async function closeUdp(socket: UdpSocket): Promise<void> {
  const closed = once(socket, "close");
  socket.close();
  await closed;
}

function arrive(frame: Frame, from: Pick<Arrival, "transport" | "peer">, { context }: Receiving): Received {
  if (frame.isCut) context.count("perigee.agent.input.cut", 1, { input: context.name });
  return readMessage({ ...frame, ...from, receivedNanos: nowNanos() });
}

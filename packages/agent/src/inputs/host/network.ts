import { counter, type Observation, upDownCounter } from "../instruments.ts";
import { type HostFiles, linesOf, numbersIn, processView } from "./host-files.ts";
import type { Part } from "./part.ts";

const io = counter("system.network.io", "By", "Bytes received and sent.");
const packets = counter("system.network.packet.count", "{packet}", "Packets received and sent.");
const errors = counter("system.network.errors", "{error}", "Packets with errors.");
const dropped = counter(
  "system.network.packet.dropped",
  "{packet}",
  "Packets that were dropped though they had no error.",
);
const connections = upDownCounter("system.network.connection.count", "{connection}", "Connections by state.");

/** With more sockets, their list costs more to read than it tells; then only their number is told. */
const mostListedSockets = 20_000;

/** https://opentelemetry.io/docs/specs/semconv/system/system-metrics/#network-metrics */
export const networkPart = (): Part => async (files, interval) => {
  const interfaces = parseNetDev((await files.text(`${processView(files)}/net/dev`)) ?? "");
  const both = (of: (way: Way) => number): Observation[] =>
    interfaces.flatMap(({ name, receive, transmit }) => [
      { value: of(receive), attributes: { "network.interface.name": name, "network.io.direction": "receive" } },
      { value: of(transmit), attributes: { "network.interface.name": name, "network.io.direction": "transmit" } },
    ]);
  return [
    io(
      interval,
      both(({ bytes }) => bytes),
    ),
    packets(interval, both((way) => way.packets).map(withDevice)),
    errors(
      interval,
      both((way) => way.errors),
    ),
    dropped(
      interval,
      both((way) => way.dropped),
    ),
    connections(interval, await connectionsOf(files)),
  ].filter(({ data }) => data.points.length > 0);
};

/** The conventions name the interface of this one metric `system.device`; it goes by the name of the others, too. */
const withDevice = (seen: Observation): Observation => ({
  ...seen,
  attributes: { ...seen.attributes, "system.device": seen.attributes?.["network.interface.name"] },
});

type Way = { bytes: number; packets: number; errors: number; dropped: number };

/** proc_pid_net(5), `dev`. The host's ends of containers' interfaces come and go by the hundred and are left out. */
export function parseNetDev(text: string): { name: string; receive: Way; transmit: Way }[] {
  return linesOf(text).flatMap((line) => {
    const [, name = "", rest = ""] = /^\s*([^:|\s]+):(.*)$/.exec(line) ?? [];
    const fields = numbersIn(rest);
    if (fields.length < 12 || name.startsWith("veth")) return [];
    return [{ name, receive: wayOf(fields), transmit: wayOf(fields.slice(8)) }];
  });
}

const wayOf = ([bytes = 0, sent = 0, errs = 0, drop = 0]: number[]): Way => ({
  bytes,
  packets: sent,
  errors: errs,
  dropped: drop,
});

/** Numbers of include/net/tcp_states.h. NEW_SYN_RECV is inside the kernel a step of its own. */
const tcpStates: Record<string, string> = {
  "01": "established",
  "02": "syn_sent",
  "03": "syn_received",
  "04": "fin_wait_1",
  "05": "fin_wait_2",
  "06": "time_wait",
  "07": "closed",
  "08": "close_wait",
  "09": "last_ack",
  "0A": "listen",
  "0B": "closing",
  "0C": "syn_received",
};

async function connectionsOf(files: HostFiles): Promise<Observation[]> {
  const at = `${processView(files)}/net`;
  const [v4 = "", v6 = ""] = await Promise.all([files.text(`${at}/sockstat`), files.text(`${at}/sockstat6`)]);
  const sockets = parseSockstat(`${v4}\n${v6}`);
  const udp: Observation[] = v4 === "" ? [] : [{ value: sockets.udp, attributes: { "network.transport": "udp" } }];
  if (sockets.tcp > mostListedSockets)
    return [{ value: sockets.tcp, attributes: { "network.transport": "tcp" } }, ...udp];
  const [tcp = "", tcp6 = ""] = await Promise.all([files.text(`${at}/tcp`), files.text(`${at}/tcp6`)]);
  const states = Object.entries(countTcpStates([tcp, tcp6])).map(([state, value]) => ({
    value,
    attributes: { "network.transport": "tcp", "network.connection.state": state },
  }));
  return [...states, ...udp];
}

/** `TCP: inuse 9 orphan 0 tw 50 …`: those that wait after their end are not among those in use. */
export function parseSockstat(text: string): { tcp: number; udp: number } {
  const sum = (pattern: RegExp) =>
    Array.from(text.matchAll(pattern), ([, count]) => Number(count)).reduce((a, b) => a + b, 0);
  return { tcp: sum(/^TCP6?: inuse (\d+)/gm) + sum(/^TCP: .*\btw (\d+)/gm), udp: sum(/^UDP6?: inuse (\d+)/gm) };
}

/** The tables `tcp` and `tcp6`: a head, then the state as the fourth column. */
export function countTcpStates(tables: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of tables.flatMap((table) => linesOf(table).slice(1))) {
    const state = tcpStates[line.trim().split(/\s+/, 4)[3] ?? ""];
    if (state) counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

import { type ParsedLine, parseSyslog } from "@perigee/log-parsing";
import type { AnyValue, LogRecord, Logs } from "@perigee/otlp";
import { resourceOf, scopeOf } from "../instruments.ts";
import { logRecord } from "../log-record.ts";

/** A message that was received, with whom it came from. */
export type Received = { record: LogRecord; service: AnyValue | undefined; host: AnyValue | undefined };

export type Arrival = {
  bytes: Buffer;
  isCut: boolean;
  transport: "udp" | "tcp";
  /** The sender's address: relays make it another one than the message's own host. */
  peer: string | undefined;
  receivedNanos: bigint;
};

/** What is no syslog at all is kept as it is: a line that somebody sent. Bytes that are no UTF-8 are replaced. */
export function readMessage({ bytes, isCut, transport, peer, receivedNanos }: Arrival): Received {
  const text = bytes.toString("utf8");
  const nowMs = Number(receivedNanos / 1_000_000n);
  // Times without a zone are of senders nearby, which share our own.
  const parsed = parseSyslog(text, { nowMs, utcOffsetMinutes: -new Date(nowMs).getTimezoneOffset() });
  const { "service.name": service, "host.name": host, ...rest } = Object.fromEntries(parsed?.attributes ?? []);
  return {
    service,
    host,
    record: logRecord({
      timeUnixNano: parsed?.timeUnixNano ?? 0n,
      observedTimeUnixNano: receivedNanos,
      ...parsed?.severity,
      body: bodyOf(text, parsed),
      attributes: {
        ...rest,
        "network.transport": transport,
        "client.address": peer,
        "log.truncated": isCut || undefined,
      },
      droppedAttributesCount: parsed?.droppedAttributesCount ?? 0,
    }),
  };
}

const bodyOf = (text: string, parsed: ParsedLine | undefined): string => parsed?.message ?? text;

/** One group for each service on each host: both are of the resource. */
export function groupBySource(messages: Received[], service: string | undefined): Logs {
  const groups = new Map<string, Logs[number]>();
  for (const message of messages) {
    const source = { "service.name": service ?? message.service, "host.name": message.host };
    const key = JSON.stringify(Object.values(source).map(String));
    const group = groups.get(key) ?? { resource: resourceOf(source), scope: scopeOf("syslog"), items: [] };
    groups.set(key, group);
    group.items.push(message.record);
  }
  return Array.from(groups.values());
}

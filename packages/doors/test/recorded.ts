import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LogRecord, Metric, Resource, Span } from "@perigee/otlp";
import { WireBatch, type WireContext, WireEvent } from "@perigee/schema";
import { type Asked, type Door, doors, type FindVisit, type Said } from "../src/index.ts";
import { stableId } from "../src/stable-id.ts";

export type Recorded = { path: string; headers: Record<string, string>; body: string };

/** Some time after the recordings; the doors' own clock. */
export const receivedAt = Date.parse("2026-11-22T20:20:00Z");

/** What a client sent, as it comes to a door: see record/README.md. */
export const recorded = (name: string): Recorded[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, `fixtures/${name}.json`), "utf8"));

export function doorOf(path: string): Door {
  const parts = path.replace(/\/?(?:\?.*)?$/, "").split("/");
  const door = doors.find((candidate) => {
    const own = candidate.path.split("/");
    return own.length === parts.length && own.every((part, index) => part.startsWith(":") || part === parts[index]);
  });
  if (!door) throw new Error(`no door has the path ${path}`);
  return door;
}

export type Request = { path: string; body: string | Uint8Array; headers?: Record<string, string> };

/** One visit a site and day where the client knows none: ingest would tell visitors apart. */
export const visitOfDay: FindVisit = (site, { time, sessionId, ...arrival }) => ({
  sessionId: sessionId ?? stableId(time - (time % 86_400_000), site),
  ...arrival,
});

export const asked = ({ path, headers = {}, body }: Request): Asked => ({
  body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  headers: new Headers(headers),
  url: new URL(path, "https://in.example"),
  receivedAt,
  findVisit: visitOfDay,
});

export const read = (request: Request) => doorOf(request.path).read(asked(request));

export function say(request: Request): Said {
  const said = read(request);
  if (!said.ok) throw new Error(said.failure.message);
  return said.value;
}

/** Parts of what was said, without the lists around them. A batch or event that ingest would refuse fails the test. */
export type Heard = {
  events: (WireEvent & { context: WireContext })[];
  logs: (LogRecord & { resource: Resource })[];
  spans: (Span & { resource: Resource })[];
  metrics: (Metric & { resource: Resource })[];
};

export function hear(said: readonly Said[]): Heard {
  const flat = <Item extends object>(lists: readonly { resource: Resource; items: Item[] }[]) =>
    lists.flatMap(({ resource, items }) => items.map((item) => ({ ...item, resource })));
  return {
    events: said.flatMap(({ batches }) =>
      batches.flatMap((batch) => {
        const { context, events } = WireBatch.parse(batch);
        return events.map((event) => ({ ...WireEvent.parse(event), context }));
      }),
    ),
    logs: flat(said.flatMap(({ logs }) => logs)),
    spans: flat(said.flatMap(({ spans }) => spans)),
    metrics: flat(said.flatMap(({ metrics }) => metrics)),
  };
}

export const hearRecorded = (name: string): Heard => hear(recorded(name).map(say));

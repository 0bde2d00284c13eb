import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Asked } from "../src/door.ts";
import { visitOfDay } from "./recorded.ts";

type Recorded = { receivedAt: number; path: string; headers: Record<string, string>; body: string };

/** Requests of a real client as ingest hands them to its door. test/record/loki-and-prometheus.md tells how they were recorded. */
export function recordedPushes(client: string): Asked[] {
  const file = join(import.meta.dirname, "fixtures", `${client}.json`);
  const recorded: Recorded[] = JSON.parse(readFileSync(file, "utf8"));
  return recorded.map(({ receivedAt, path, headers, body }) => ({
    body: Uint8Array.from(Buffer.from(body, "base64")),
    headers: new Headers(headers),
    url: new URL(path, "https://ingest.example"),
    receivedAt,
    findVisit: visitOfDay,
  }));
}

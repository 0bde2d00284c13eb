import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Logs, type Metrics, type Scoped, type Spans, writeLogs, writeMetrics, writeSpans } from "@perigee/otlp";
import type { Telemetry } from "../input.ts";
import type { Part, Signal } from "./frame.ts";

/** A body in characters, of which the server takes 4 MB: room for those that take several bytes. */
const maxBodyChars = 2_000_000;

const compress = promisify(gzip);

/** Telemetry as the requests that will carry it: one per signal, more where it is large. */
export function toParts(telemetry: Telemetry[]): Promise<Part[]> {
  const logs: Logs = join(telemetry.map((each) => each.logs ?? []));
  const spans: Spans = join(telemetry.map((each) => each.spans ?? []));
  const metrics: Metrics = join(telemetry.map((each) => each.metrics ?? []));
  const bodies = [
    ...toBodies({ signal: "logs", tree: logs, write: writeLogs }),
    ...toBodies({ signal: "traces", tree: spans, write: writeSpans }),
    ...toBodies({ signal: "metrics", tree: metrics, write: writeMetrics }),
  ];
  // Level 1 takes a third of the time of the default and leaves a tenth more.
  return Promise.all(bodies.map(async ({ text, ...rest }) => ({ ...rest, body: await compress(text, { level: 1 }) })));
}

/** Lists of one resource and scope become one list. */
function join<Item>(trees: Scoped<Item>[][]): Scoped<Item>[] {
  const joined: Scoped<Item>[] = [];
  const known = new Map<object, Scoped<Item>>();
  for (const scoped of trees.flat()) {
    const before = known.get(scoped.resource);
    if (before?.scope === scoped.scope) for (const item of scoped.items) before.items.push(item);
    else {
      const own = { ...scoped, items: [...scoped.items] };
      known.set(scoped.resource, own);
      joined.push(own);
    }
  }
  return joined;
}

export type Unwritten<Item> = { signal: Signal; tree: Scoped<Item>[]; write: (tree: Scoped<Item>[]) => string };

type Body = { signal: Signal; items: number; text: string };

function toBodies<Item>({ signal, tree, write }: Unwritten<Item>): Body[] {
  const items = countItems(tree);
  if (items === 0) return [];
  const text = write(tree);
  if (text.length <= maxBodyChars || items === 1) return [{ signal, items, text }];
  return halve(tree).flatMap((half) => toBodies({ signal, tree: half, write }));
}

export const countItems = <Item>(tree: Scoped<Item>[]): number =>
  tree.reduce((sum, { items }) => sum + items.length, 0);

/** The first half of all items, and the rest, in order. The same tree gives the same halves. */
export function halve<Item>(tree: Scoped<Item>[]): [Scoped<Item>[], Scoped<Item>[]] {
  let left = Math.ceil(countItems(tree) / 2);
  const halves: [Scoped<Item>[], Scoped<Item>[]] = [[], []];
  for (const { items, ...rest } of tree) {
    const first = items.slice(0, left);
    const second = items.slice(left);
    if (first.length > 0) halves[0].push({ ...rest, items: first });
    if (second.length > 0) halves[1].push({ ...rest, items: second });
    left -= first.length;
  }
  return halves;
}

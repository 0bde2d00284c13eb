import { formatTable } from "../load/table.ts";
import type { SizeRow } from "./candidates.ts";
import type { Measured } from "./measure.ts";
import { visitS } from "./visit.ts";

/** What an SDK adds to the page: everything is less the same page without it, which was measured in the same run. */
export type Added = {
  init: { bestMs: number; medianMs: number };
  init4x: { bestMs: number; medianMs: number };
  heapKb: number;
  visitHeapKb: number;
  cpu3sMs: number;
  mainThreadPercent: number;
};

export function subtract({ load, visit }: Measured, floor: Measured): Added {
  return {
    init: load.init,
    init4x: load.init4x,
    heapKb: load.heapKb - floor.load.heapKb,
    visitHeapKb: visit.heapKb - floor.visit.heapKb,
    cpu3sMs: load.cpu3sMs - floor.load.cpu3sMs,
    mainThreadPercent: (visit.taskMs - floor.visit.taskMs) / (visitS * 10),
  };
}

export type Ours = { sizes: SizeRow[]; measured: Measured; added: Added };

/** What the SDK must reach. A size beyond its gate also fails CI. */
export function goalTable({ sizes, measured: { visit, delivered }, added }: Ours): string {
  const size = (id: string, goal: number, gate: string): [string, number, number, string] => {
    const { gzipKb = Number.NaN, lacks = [] } = sizes.find((row) => row.id === id) ?? {};
    const note = lacks.length > 0 ? `${gate}; lacks ${lacks.join(", ")}` : gate;
    return [`${id}, KB gzip`, gzipKb, goal, note];
  };
  const goals: [string, number, number, string][] = [
    size("core", 3.0, "gate 3.5"),
    size("network", 4.8, "gate 5.5"),
    size("everything", 9.5, "gate 10"),
    ["init, ms, best", added.init.bestMs, 3, `median ${added.init.medianMs.toFixed(1)}`],
    ["init with 4x slower CPU, ms, best", added.init4x.bestMs, 8, `median ${added.init4x.medianMs.toFixed(1)}`],
    ["heap after load, +KB", added.heapKb, 180, ""],
    ["heap after the visit, +KB", added.visitHeapKb, 275, ""],
    ["visit: POSTs", visit.posts, 6, ""],
    ["visit: bodies, KB", visit.bodyKb, 5, `headers ${visit.headerKb.toFixed(1)}`],
    ["visit: preflights", visit.preflights, 0, ""],
    ["visit: main thread, % of its time", added.mainThreadPercent, 1, `first 3 s: ${added.cpu3sMs.toFixed(0)} ms`],
    ["lost: last event 50 ms before leaving, %", 100 - (delivered.lastEventPercent ?? 0), 0, ""],
    ["lost: 30 events of 3 KB, bounce at 400 ms, %", 100 - (delivered.bouncePercent ?? 0), 0, ""],
  ];
  return formatTable([
    ["Perigee", "measured", "goal", "", "note"],
    ...goals.map(([label, value, goal, note]) => [label, value, goal, value <= goal ? "ok" : "MISSED", note]),
  ]);
}

export const sizeTable = (rows: SizeRow[]): string =>
  formatTable([
    ["KB", "min", "gzip", "brotli", "covers"],
    ...rows.map(({ id, minKb, gzipKb, brotliKb, covers }) => [id, minKb, gzipKb, brotliKb, covers]),
  ]);

export type Compared = { measured: Measured; added: Added };

export function costTable(rows: Compared[]): string {
  const head = [
    "cost",
    "init ms",
    "(median)",
    "4x ms",
    "(median)",
    "heap +KB",
    "after visit",
    "CPU 3 s +ms",
    "main thread %",
  ];
  return formatTable([
    head,
    ...rows.map(({ measured: { id }, added }) => [
      id,
      added.init.bestMs,
      added.init.medianMs,
      added.init4x.bestMs,
      added.init4x.medianMs,
      Math.round(added.heapKb),
      Math.round(added.visitHeapKb),
      Math.round(added.cpu3sMs),
      added.mainThreadPercent,
    ]),
  ]);
}

export function trafficTable(rows: Compared[]): string {
  const head = [
    "visit",
    "POSTs",
    "preflights",
    "body KB",
    "header KB",
    "late code KB",
    "arrived",
    "last event %",
    "bounce %",
  ];
  const orNone = (percent: number | undefined) => percent ?? "–";
  return formatTable([
    head,
    ...rows.map(({ measured: { id, visit, delivered } }) => [
      id,
      visit.posts,
      visit.preflights,
      visit.bodyKb,
      visit.headerKb,
      visit.codeKb,
      listSeen(visit.seen),
      orNone(delivered.lastEventPercent),
      orNone(delivered.bouncePercent),
    ]),
  ]);
}

function listSeen({ errors, console, events, soft, vitals, traced, typed }: Measured["visit"]["seen"]): string {
  const facts = [`err ${errors}/2`, `vitals ${vitals}/4`, `events ${events}/2`, `traced ${traced}/6`];
  if (console) facts.push("console");
  if (soft) facts.push("soft");
  if (typed) facts.push("TYPED TEXT");
  return facts.join(" ");
}

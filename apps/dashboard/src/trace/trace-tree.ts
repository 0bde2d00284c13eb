import { type Entry, isFailed, kinds } from "../session/kinds.ts";
import { splitTarget } from "../session/request-runs.ts";
import { clockShifts } from "./clock-skew.ts";
import { type BrowserRow, inOrder, type Log, type Span, type TraceRow } from "./span-tree.ts";
import { isBrowserRow } from "./trace-facts.ts";

/** Whose part of a trace is the browser's. Names of services are never empty here. */
export const browserService = "browser";
export const noService = "no service";

/** One bar of the waterfall: a span, or what a browser recorded. */
export type TraceLine = {
  /** Names the line in the address: the span's id or the browser event's, with a number where an id was seen before. */
  key: string;
  row: Span | BrowserRow;
  depth: number;
  /** Lines below it in the tree. */
  descendants: number;
  service: string;
  name: string;
  isFailed: boolean;
  /** Milliseconds since the trace began, with clocks put right. */
  startMs: number;
  durationMs: number;
  /** By how much that differs from its own clock, milliseconds. */
  shiftMs: number;
  /** Written within it. */
  logs: Log[];
};

export type TraceTree = {
  lines: TraceLine[];
  /** Records of no span that is there. */
  looseLogs: Log[];
  /** When it began, epoch milliseconds, by the clock of what began it. */
  start: number;
  durationMs: number;
  /** The browser first, then by when they were first seen. */
  services: { name: string; lines: number; failed: number }[];
  /** Spans whose parent is not there. */
  orphans: number;
  /** There was more, but the answer is bounded. */
  cut: { browser: number; spans: number; logs: number };
};

/** The whole of a trace as a tree: the click, what it caused in the browser, and the spans that its requests caused. */
export function treeOf(rows: readonly TraceRow[]): TraceTree {
  const browser = rows.filter(isBrowserRow);
  const spans = rows.filter((row) => row.kind === "span");
  const logs = rows.filter((row) => row.kind === "log");
  const ordered = inOrder([...nodesOf(browser), ...spans.map((row) => ({ ...idsOf(row), row }))]);
  const placed = ordered.map(({ node, depth }) => ({ ...partOf(node.row), ...node, depth }));
  const shifts = clockShifts(placed);
  const known = new Set(ordered.map(({ node }) => node.spanId));
  const logsBySpan = Map.groupBy(logs, ({ spanId }) => spanId);
  const start = least(placed.map(({ time }, index) => time + (shifts[index] ?? 0)));
  const keyOf = makeKeys();
  const descendants = descendantsOf(placed);
  const lines = placed.map(({ spanId, row, depth, service, name, time, durationMs, isFailed }, index): TraceLine => {
    const shiftMs = shifts[index] ?? 0;
    const startMs = time + shiftMs - start;
    // Of spans with one id the first has the records.
    const own = spanId === "" ? [] : (logsBySpan.get(spanId) ?? []);
    if (own.length > 0) logsBySpan.delete(spanId);
    const common = { depth, service, name, isFailed, durationMs, shiftMs, startMs, logs: own };
    return { ...common, key: keyOf(row), row, descendants: descendants[index] ?? 0 };
  });
  return {
    lines,
    looseLogs: Array.from(logsBySpan.values()).flat(),
    start,
    durationMs: endOf(lines),
    services: servicesOf(lines),
    orphans: spans.filter(({ parentSpanId }) => parentSpanId !== "" && !known.has(parentSpanId)).length,
    cut: { browser: cutOf(browser), spans: cutOf(spans), logs: cutOf(logs) },
  };
}

/** A vital is told when the page is left, long after what it measured: the trace has ended by then. */
const endOf = (lines: readonly TraceLine[]): number =>
  lines.reduce(
    (end, { row, startMs, durationMs }) => (row.kind === "vital" ? end : Math.max(end, startMs + durationMs)),
    0,
  );

const cutOf = (rows: readonly TraceRow[]): number => (rows[0]?.total ?? 0) - rows.length;

const least = (values: readonly number[]): number =>
  values.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);

type Node = { spanId: string; parentSpanId: string; row: Span | BrowserRow };

const idsOf = ({ spanId, parentSpanId }: Span) => ({ spanId, parentSpanId });

/** What a browser recorded was caused by the request that it names, else by the click, where there was one. */
function nodesOf(browser: readonly BrowserRow[]): Node[] {
  const click = browser.find(({ kind }) => kind === "interaction");
  const requests = new Set(browser.filter(({ kind }) => kind === "request").map(({ spanId }) => spanId));
  const idOf = ({ kind, spanId, id }: BrowserRow) => (kind === "request" && spanId ? spanId : `event ${id}`);
  const parentOf = (row: BrowserRow) => {
    if (row.kind !== "request" && row.spanId !== "" && requests.has(row.spanId)) return row.spanId;
    return click && row !== click ? idOf(click) : "";
  };
  const first = click ? [click] : [];
  return [...first, ...browser.filter((row) => row !== click)].map((row) => ({
    spanId: idOf(row),
    parentSpanId: parentOf(row),
    row,
  }));
}

/** What takes time in a browser; the values of other kinds are no durations. */
const timedKinds = new Set<Entry["kind"]>(["request", "resource", "long-frame", "navigation", "interaction"]);

function partOf(row: Span | BrowserRow) {
  if (row.kind !== "span") {
    const durationMs = timedKinds.has(row.kind) ? Math.max(0, row.value) : 0;
    const place = { time: row.time, durationMs, service: browserService, isWaiting: row.kind === "request" };
    return { ...place, isAnswer: false, name: nameOfEntry(row), isFailed: row.kind === "error" || isFailed(row) };
  }
  return {
    time: row.time,
    durationMs: row.durationMs,
    service: row.service || noService,
    isWaiting: row.spanKind === "Client",
    isAnswer: row.spanKind === "Server",
    name: row.name || "no name",
    isFailed: row.statusCode === "Error",
  };
}

function nameOfEntry(entry: Entry): string {
  const { word } = kinds[entry.kind];
  if (entry.kind === "request") return `${entry.detail["method"] ?? ""} ${splitTarget(entry.target).path}`.trim();
  if (entry.kind === "error") return `${entry.name}: ${entry.detail["message"] ?? ""}`;
  if (entry.kind === "interaction") return `Click on ${entry.target || "the page"}`;
  if (entry.kind === "vital" || entry.kind === "custom") return `${word} ${entry.name}`;
  return `${word} ${entry.target || entry.path}`;
}

function makeKeys(): (row: Span | BrowserRow) => string {
  const seen = new Map<string, number>();
  return (row) => {
    const id = row.kind === "span" ? row.spanId : row.id;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id}-${times}`;
  };
}

/** How many of the following lines are deeper than each. */
function descendantsOf(lines: readonly { depth: number }[]): number[] {
  const counts = lines.map(() => 0);
  const open: { index: number; depth: number }[] = [];
  const close = (end: number) => {
    const last = open.pop();
    if (last) counts[last.index] = end - last.index - 1;
  };
  for (const [index, { depth }] of lines.entries()) {
    while ((open.at(-1)?.depth ?? -1) >= depth) close(index);
    open.push({ index, depth });
  }
  while (open.length > 0) close(lines.length);
  return counts;
}

function servicesOf(lines: readonly TraceLine[]): TraceTree["services"] {
  const byName = Map.groupBy(lines, ({ service }) => service);
  return Array.from(byName, ([name, own]) => ({
    name,
    lines: own.length,
    failed: own.filter(({ isFailed }) => isFailed).length,
  })).toSorted((a, b) => Number(b.name === browserService) - Number(a.name === browserService));
}

/** The lines that are not folded away below another. */
export function unfolded(lines: readonly TraceLine[], folded: ReadonlySet<string>): TraceLine[] {
  const shown: TraceLine[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line) break;
    shown.push(line);
    if (folded.has(line.key)) index += line.descendants;
  }
  return shown;
}

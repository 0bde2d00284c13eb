import { Info } from "lucide-react";
import { counted, exactCount, spanDuration } from "../format/number.ts";
import type { TraceTree } from "./trace-tree.ts";

/** What one must know to read the trace rightly. */
export function TraceNotes({ tree }: { tree: TraceTree }) {
  const notes = notesOn(tree);
  if (notes.length === 0) return null;
  return (
    <ul className="mb-4 flex flex-col gap-1 text-12 text-muted">
      {notes.map((note) => (
        <li key={note} className="flex gap-2">
          <Info size={14} aria-hidden="true" className="mt-px shrink-0" />
          {note}
        </li>
      ))}
    </ul>
  );
}

function notesOn({ lines, orphans, cut }: TraceTree): string[] {
  const shifted = lines.filter(({ shiftMs }) => shiftMs !== 0);
  const clocks = Array.from(new Set(shifted.map(({ service }) => service)));
  const largestMs = shifted.reduce((largest, { shiftMs }) => Math.max(largest, Math.abs(shiftMs)), 0);
  const missing = [
    cut.spans > 0 && counted(cut.spans, "more span"),
    cut.browser > 0 && counted(cut.browser, "more browser event"),
    cut.logs > 0 && counted(cut.logs, "more log record"),
  ].filter((words) => words !== false);
  return [
    missing.length > 0 &&
      `Not shown: ${missing.join(", ")}. A trace is shown up to ${exactCount(5_000)} spans and ${exactCount(1_000)} log records.`,
    clocks.length > 0 &&
      `The clock of ${clocks.join(", ")} differs from its caller's: what it sent is moved by up to ${spanDuration(largestMs)}.`,
    orphans > 0 &&
      `${exactCount(orphans)} of the spans ${orphans === 1 ? "names a parent" : "name parents"} that did not arrive, so the tree begins anew there.`,
  ].filter((note) => note !== false);
}

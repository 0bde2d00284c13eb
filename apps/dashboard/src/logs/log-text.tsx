import type { Row } from "../api/rows.ts";
import { spanDuration } from "../format/number.ts";
import { SeverityWord } from "./severity.tsx";

type TraceLog = Extract<Row<"trace">, { kind: "log" }>;

/** A record within something else, with its time since that began. */
export const LogText = ({ log, offsetMs }: { log: TraceLog; offsetMs: number }) => (
  <li className="flex gap-2 py-0.5 font-mono text-12">
    <span className="w-16 shrink-0 text-right text-muted">
      {offsetMs < 0 ? "−" : "+"}
      {spanDuration(Math.abs(offsetMs))}
    </span>
    <SeverityWord severity={log.severity} />
    <span className="min-w-0 break-words whitespace-pre-wrap">
      {log.body}
      {log.bodyLength > Array.from(log.body).length && <span className="text-muted">…</span>}
    </span>
  </li>
);

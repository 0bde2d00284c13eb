import type { Outcome } from "./run-scenario.ts";

const head = [
  "fault",
  "injected",
  "sent",
  "acknowledged",
  "stored",
  "doubled",
  "lost",
  "dead letters",
  "view ±",
  "s",
  "verdict",
];

/** All outcomes as a person reads them. */
export function faultTable(outcomes: Outcome[]): string {
  const rows = [head, ...outcomes.map(toRow)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number) => column === 0 || column === head.length - 1;
  const lines = rows.map((row) =>
    row.map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
  return lines.map((line) => line.join("  ").trimEnd()).join("\n");
}

function toRow({ fault, injected, found, seconds, broken, skipped }: Outcome): string[] {
  const counts = found
    ? [
        found.sent,
        found.acknowledged,
        found.stored,
        found.doubled,
        found.lost,
        found.deadLetters,
        found.viewExcess,
      ].map(String)
    : Array.from({ length: 7 }, () => "");
  const verdict = broken.length > 0 ? `BROKEN: ${broken.join(", ")}` : "kept";
  return [fault, String(injected), ...counts, seconds.toFixed(1), skipped ? `skipped: ${skipped}` : verdict];
}

export const injectedIn = (outcomes: Outcome[]): number => outcomes.reduce((sum, { injected }) => sum + injected, 0);

import clsx from "clsx";
import type { Row } from "../api/rows.ts";

export type Severity = Row<"logs-histogram">["severity"];

/** From what matters most, with its colour in charts: a name of the theme. */
export const severities: Record<Severity, { name: string; colour: string }> = {
  fatal: { name: "Fatal", colour: "series-4" },
  error: { name: "Error", colour: "poor" },
  warn: { name: "Warn", colour: "needs" },
  info: { name: "Info", colour: "series-1" },
  debug: { name: "Debug", colour: "series-3" },
  trace: { name: "Trace", colour: "series-5" },
  unknown: { name: "Unknown", colour: "muted" },
};

export const severityNames = Object.keys(severities) as Severity[];

const textColours: Partial<Record<Severity, string>> = {
  warn: "text-needs",
  error: "text-poor",
  fatal: "text-poor",
};

/** Its word, as long as the longest of them. */
export const SeverityWord = ({ severity }: { severity: Severity }) => (
  <span
    className={clsx(
      "w-14 shrink-0 font-mono text-12",
      textColours[severity] ?? "text-muted",
      severity === "fatal" && "font-semibold",
    )}
  >
    {severity}
  </span>
);

import type { Row } from "../api/rows.ts";
import { counted, exactCount, percent } from "../format/number.ts";

type Sampling = Pick<Row<"overview">, "sessions" | "storedSessions" | "sessionsError">;

/**
 * Which part of the visits is stored, where the others are estimated from it: "Estimated from 124 of 1 240 visits (10 %), standard
 * error ±8.5 %". Null where every visit is stored, since then the figures are exact.
 */
export function samplingWords({ sessions, storedSessions, sessionsError }: Sampling): string | null {
  if (storedSessions >= sessions) return null;
  const part = `${exactCount(storedSessions)} of ${counted(sessions, "visit")} (${percent(storedSessions / sessions)})`;
  return `Estimated from ${part}, standard error ±${percent(sessionsError)}`;
}

/** The agent's own log: lines of logfmt, which a terminal, journald and any log pipeline can read. */

const levels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof levels)[number];
export const logLevels = levels;

export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

export function createLog(least: LogLevel, write: (line: string) => void): Log {
  const from = levels.indexOf(least);
  return (level, message, fields = {}) => {
    if (levels.indexOf(level) < from) return;
    const pairs = Object.entries({ time: new Date().toISOString(), level, message, ...fields });
    write(`${pairs.map(([key, value]) => `${key}=${quote(value)}`).join(" ")}\n`);
  };
}

function quote(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}

/** Passes a message on once an hour: what goes wrong with each batch is worth one line, not thousands. */
export function oncePerHour(log: Log, now: () => number = Date.now): Log {
  const toldAt = new Map<string, number>();
  return (level, message, fields) => {
    const last = toldAt.get(message);
    if (last !== undefined && now() - last < 3_600_000) return;
    if (toldAt.size >= 1_000) toldAt.clear();
    toldAt.set(message, now());
    log(level, message, fields);
  };
}

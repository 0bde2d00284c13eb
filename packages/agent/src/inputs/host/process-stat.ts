import { linesOf, numbersIn } from "./host-files.ts";
import { ticksPerSecond } from "./proc-stat.ts";

export type ProcessStat = {
  pid: number;
  /** At most 15 characters of the program's name. */
  name: string;
  state: "running" | "sleeping" | "stopped" | "defunct";
  userSeconds: number;
  systemSeconds: number;
  threads: number;
  /** Seconds after the start of the system; with the pid it tells one process from a later one. */
  startSeconds: number;
  /** Memory in use, in pages: good for comparing. */
  residentPages: number;
};

/** The letters of proc_pid_stat(5). Waiting for a disk is sleeping, too; kernel threads that idle are `I`. */
const states: Record<string, ProcessStat["state"]> = {
  R: "running",
  S: "sleeping",
  D: "sleeping",
  I: "sleeping",
  W: "sleeping",
  P: "sleeping",
  T: "stopped",
  t: "stopped",
  Z: "defunct",
  X: "defunct",
  x: "defunct",
};

/** One line of /proc/[pid]/stat. The name stands in brackets and may hold brackets and blanks itself. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const [open, close] = [text.indexOf("("), text.lastIndexOf(")")];
  const pid = Number(text.slice(0, Math.max(0, open)).trim());
  if (open < 1 || close < open || !Number.isInteger(pid)) return undefined;
  const rest = text.slice(close + 1).trim();
  // Fields are numbered from 1 in the manual; the state, which is the third, is the first here.
  const fields = numbersIn(rest);
  const field = (number: number) => fields[number - 3] ?? 0;
  return {
    pid,
    name: text.slice(open + 1, close),
    state: states[rest.charAt(0)] ?? "sleeping",
    userSeconds: field(14) / ticksPerSecond,
    systemSeconds: field(15) / ticksPerSecond,
    threads: field(20),
    startSeconds: field(22) / ticksPerSecond,
    residentPages: field(24),
  };
}

/** Bytes, and the user's number, of /proc/[pid]/status. Threads of the kernel have no memory of their own. */
export function parseProcessStatus(text: string): { residentBytes: number; virtualBytes: number; uid: string } {
  const values = new Map(
    linesOf(text).map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const bytes = (name: string) => (Number.parseInt(values.get(name) ?? "0", 10) || 0) * 1024;
  return { residentBytes: bytes("VmRSS"), virtualBytes: bytes("VmSize"), uid: values.get("Uid")?.split(/\s/)[0] ?? "" };
}

/** Users' names by their number: passwd(5). */
export const parsePasswd = (text: string): Map<string, string> =>
  new Map(
    linesOf(text).flatMap((line): [string, string][] => {
      const [name, , uid] = line.split(":");
      return name && uid ? [[uid, name]] : [];
    }),
  );

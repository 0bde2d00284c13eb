import type { ProcessStat } from "./process-stat.ts";

/** `spentSeconds` of CPU time since the last sample; undefined for a process that was not there then. */
export type Chosen = { process: ProcessStat; spentSeconds: number | undefined };

/** The `top` processes by CPU time and the `top` by memory, each once. A new process counts with all that it spent. */
export function chooseTop(last: ProcessStat[], now: ProcessStat[], top: number): Chosen[] {
  const before = new Map(last.map((process) => [identityOf(process), process]));
  const all = now.map((process) => {
    const earlier = before.get(identityOf(process));
    return { process, spentSeconds: earlier && Math.max(0, cpuOf(process) - cpuOf(earlier)) };
  });
  const busy = ({ process, spentSeconds }: Chosen) => spentSeconds ?? cpuOf(process);
  const byCpu = all.toSorted((a, b) => busy(b) - busy(a)).slice(0, top);
  const byMemory = all.toSorted((a, b) => b.process.residentPages - a.process.residentPages).slice(0, top);
  return Array.from(new Set([...byCpu, ...byMemory]));
}

/** Process ids come again. */
const identityOf = ({ pid, startSeconds }: ProcessStat): string => `${pid} ${startSeconds}`;

const cpuOf = ({ userSeconds, systemSeconds }: ProcessStat): number => userSeconds + systemSeconds;

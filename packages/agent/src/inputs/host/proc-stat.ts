import { linesOf, numbersIn } from "./host-files.ts";

/** USER_HZ: the unit of times in /proc, 100 a second on all architectures that Node runs on. */
export const ticksPerSecond = 100;

export type CpuMode = "user" | "nice" | "system" | "idle" | "iowait" | "interrupt" | "steal";

/** Seconds since the start of the system. `number` is undefined for the sum of all CPUs. */
export type CpuTimes = { number: number | undefined; seconds: Record<CpuMode, number> };

export type ProcStat = { cpus: CpuTimes[]; bootSeconds: number | undefined; processesCreated: number | undefined };

/** /proc/stat (proc_stat(5)). Kernels before 2.6 have fewer modes: those are 0. */
export function parseProcStat(text: string): ProcStat {
  const stat: ProcStat = { cpus: [], bootSeconds: undefined, processesCreated: undefined };
  for (const line of linesOf(text)) {
    const cpu = /^cpu(\d*)\s+(.*)$/.exec(line);
    if (cpu) stat.cpus.push({ number: cpu[1] ? Number(cpu[1]) : undefined, seconds: modesOf(numbersIn(cpu[2] ?? "")) });
    else if (line.startsWith("btime ")) stat.bootSeconds = numbersIn(line)[1];
    else if (line.startsWith("processes ")) stat.processesCreated = numbersIn(line)[1];
  }
  return stat;
}

/** `user` and `nice` hold the time of guests already. */
function modesOf(ticks: number[]): Record<CpuMode, number> {
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = ticks;
  return {
    user: user / ticksPerSecond,
    nice: nice / ticksPerSecond,
    system: system / ticksPerSecond,
    idle: idle / ticksPerSecond,
    iowait: iowait / ticksPerSecond,
    interrupt: (irq + softirq) / ticksPerSecond,
    steal: steal / ticksPerSecond,
  };
}

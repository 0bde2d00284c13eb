import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

export type JournalQuery = {
  units: string[];
  /** Of which entries on, in journalctl's words, such as `-1h`; `now` for what comes from now on. Without effect behind a cursor. */
  since: string;
  cursor: string | undefined;
  /** Where the journal's files are, when not in the usual place. */
  directory: string | undefined;
};

/** All that stands there and then what comes, in the export format. */
const journalctlArguments = ({ units, since, cursor, directory }: JournalQuery): string[] => [
  ...["--follow", "--no-tail", "--all", "--no-pager", "--quiet", "--output=export"],
  ...(cursor === undefined ? [`--since=${since}`] : [`--after-cursor=${cursor}`]),
  ...(directory === undefined ? [] : [`--directory=${directory}`]),
  ...units.map((unit) => `--unit=${unit}`),
];

export class JournalctlMissing extends Error {
  constructor(cause: unknown) {
    super("journalctl was not found, it comes with systemd (Debian: apt-get install systemd)", { cause });
  }
}

export type Journalctl = { output: Readable; stop: () => Promise<void>; endedBadly: () => Promise<string | undefined> };

/** Starts journalctl. Throws `JournalctlMissing` where there is none. */
export async function startJournalctl(program: string, query: JournalQuery): Promise<Journalctl> {
  const child = spawn(program, journalctlArguments(query), { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  // Whoever waits for the end hears of it; nobody may be waiting.
  ended.catch(() => undefined);
  try {
    await once(child, "spawn");
  } catch (cause) {
    throw isMissing(cause) ? new JournalctlMissing(cause) : cause;
  }
  const complaint = firstComplaint(child);
  return {
    output: child.stdout,
    stop: async () => {
      child.kill();
      // Unread output keeps the process from being closed.
      child.stdout.destroy();
      await ended;
    },
    endedBadly: async () => {
      const [code, signal] = await ended;
      return code === 0 ? undefined : `journalctl ended with ${code ?? signal}: ${complaint()}`;
    },
  };
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT";

const mostComplaintChars = 300;

/** What journalctl says of itself; entries go to its standard output alone. */
function firstComplaint(child: ChildProcessByStdio<null, Readable, Readable>): () => string {
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(0, mostComplaintChars);
  });
  return () => text.trim();
}

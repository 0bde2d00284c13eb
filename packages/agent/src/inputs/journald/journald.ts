import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { z } from "zod";
import type { Input, InputContext } from "../../input.ts";
import { nowNanos } from "../every.ts";
import { InputName } from "../input-name.ts";
import { exportReader, type JournalEntry } from "./export-format.ts";
import { groupByUnit } from "./journal-record.ts";
import { type Journalctl, JournalctlMissing, startJournalctl } from "./journalctl.ts";

const limits = { fieldBytes: 262_144, fields: 256 };

export const JournaldConfig = z.strictObject({
  type: z.literal("journald"),
  name: InputName,
  /** Such as `nginx.service`; all where the list is empty. */
  units: z
    .array(z.string().regex(/^[\w@.:*?[\]\\-]{1,255}$/, "is no name of a unit"))
    .max(200)
    .default([]),
  /** From when on at the first start, as `journalctl --since` has it: `now`, `-1h`, `today`, `2026-11-22 10:00:00`. */
  since: z.string().min(1).max(100).default("now"),
  /** Where the journal's files are, such as /host/var/log/journal. */
  directory: z.string().optional(),
  /** A file that holds `journalctl --output=export`, read once to its end instead of asking journalctl; /dev/stdin is one. */
  file: z.string().optional(),
  journalctl: z.string().min(1).default("journalctl"),
  /** For all entries, instead of the unit of each. */
  service: z.string().min(1).max(200).optional(),
});
export type JournaldConfig = z.output<typeof JournaldConfig>;

/** Follows systemd's journal from where it was left. The journal keeps what is not read yet, so nothing is lost while the buffer is full. */
export const journaldInput =
  (config: JournaldConfig): Input =>
  (context) =>
    config.file === undefined ? followJournal(config, context) : readExport(config.file, config, context);

async function followJournal(config: JournaldConfig, context: InputContext): Promise<void> {
  const cursor = context.checkpoints.get("journal")?.["cursor"];
  const query = { ...config, directory: config.directory, cursor: typeof cursor === "string" ? cursor : undefined };
  let journalctl: Journalctl;
  try {
    journalctl = await startJournalctl(config.journalctl, query);
  } catch (cause) {
    if (!(cause instanceof JournalctlMissing)) throw cause;
    context.log("error", `no entries of the journal: ${cause.message}`);
    return;
  }
  const stop = () => void journalctl.stop();
  context.signal.addEventListener("abort", stop, { once: true });
  if (context.signal.aborted) stop();
  try {
    await readEntries(journalctl.output, { config, context, checkpointOf: cursorOf });
    const complaint = context.signal.aborted ? undefined : await journalctl.endedBadly();
    if (complaint !== undefined) throw new Error(complaint);
  } finally {
    context.signal.removeEventListener("abort", stop);
    await journalctl.stop();
  }
}

const cursorOf = ({ fields }: JournalEntry) => {
  const cursor = fields.get("__CURSOR");
  return cursor === undefined ? undefined : { journal: { cursor } };
};

/** Goes on where it was left, unless the file has become shorter: then it is another one. */
async function readExport(file: string, config: JournaldConfig, context: InputContext): Promise<void> {
  const { size } = await stat(file);
  const kept = context.checkpoints.get(file)?.["offset"];
  const start = typeof kept === "number" && kept <= size ? kept : 0;
  // A pipe has no places to start at.
  const stream = createReadStream(file, { ...(start > 0 && { start }), signal: context.signal });
  await readEntries(stream, { config, context, checkpointOf: ({ end }) => ({ [file]: { offset: start + end } }) });
}

type Reading = {
  config: JournaldConfig;
  context: InputContext;
  checkpointOf: (last: JournalEntry) => Parameters<InputContext["emit"]>[1];
};

/** What comes together is handed over together. Nothing more is read until the agent has it. */
async function readEntries(stream: Readable, { config, context, checkpointOf }: Reading): Promise<void> {
  const reader = exportReader(limits);
  try {
    for await (const chunk of stream) {
      const entries = reader.push(chunk);
      const last = entries.at(-1);
      if (!last) continue;
      await context.emit(
        { logs: groupByUnit(entries, { service: config.service, receivedNanos: nowNanos() }) },
        checkpointOf(last),
      );
    }
  } catch (cause) {
    // At its end the agent cuts the stream off.
    if (!context.signal.aborted) throw cause;
  }
}

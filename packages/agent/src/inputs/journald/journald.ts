import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { Input, InputContext } from "../../input.ts";
import { EmitAhead } from "../emit-ahead.ts";
import { nowNanos } from "../every.ts";
import { exportReader, type JournalEntry } from "./export-format.ts";
import { groupByUnit } from "./journal-record.ts";
import { type Journalctl, JournalctlMissing, startJournalctl } from "./journalctl.ts";
import type { JournaldConfig } from "./journald-config.ts";

const limits = { fieldBytes: 262_144, fields: 256 };

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

/** What comes together is handed over together. */
async function readEntries(stream: Readable, { config, context, checkpointOf }: Reading): Promise<void> {
  const reader = exportReader(limits);
  const ahead = new EmitAhead(context);
  try {
    for await (const chunk of stream) {
      const entries = reader.push(chunk);
      const last = entries.at(-1);
      if (!last) continue;
      await ahead.emit({
        telemetry: { logs: groupByUnit(entries, { service: config.service, receivedNanos: nowNanos() }) },
        checkpoints: checkpointOf(last),
        chars: chunk.length,
        records: entries.length,
      });
    }
  } catch (cause) {
    // At its end the agent cuts the stream off.
    if (!context.signal.aborted) throw cause;
  } finally {
    await ahead.settle();
  }
}

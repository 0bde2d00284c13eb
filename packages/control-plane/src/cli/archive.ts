import { ArchiveRestore, fail, IngestTable, type Result, succeed } from "@perigee/schema";
import { type Command, Option } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import type { Output, Run } from "./run.ts";
import { formatTable } from "./table.ts";

type Range = { from: string; to: string };
type RestoreOptions = Range & { table?: string[]; keepDays: string; wait?: true };

export function addArchiveCommands(program: Command, run: Run): void {
  const { asOwner } = run;
  const archive = program.command("archive").description("the cold archive of a project, which is named by its slug");
  const withRange = (command: Command) =>
    command
      .requiredOption("--from <time>", "first hour of arrival, such as 2026-11-20 or 2026-11-20T10:00Z")
      .requiredOption("--to <time>", "the end, which is not part of it");

  withRange(archive.command("list <project>"))
    .description("list hours that have files")
    .action((slug: string, range: Range) => asOwner((client) => listHours(client, slug, range)));
  withRange(archive.command("restore <project>"))
    .description("bring rows back into the database, each once, by hours of arrival")
    .addOption(new Option("--table <table...>", "only these").choices(IngestTable.options))
    .option("--keep-days <days>", "how long they stay at least, from now", "30")
    .option("--wait", "until it is done")
    .action((slug: string, options: RestoreOptions) => asOwner((client) => restore(client, { slug, options }, run)));
  archive
    .command("status <project> [id]")
    .description("list restores and how far they are")
    .action((slug: string, id?: string) => asOwner((client) => showRestores(client, slug, id)));
}

const pathOf = (slug: string) => `/v1/projects/${encodeURIComponent(slug)}/archive`;

const Hours = z.object({
  hours: z.array(z.object({ table: z.string(), hour: z.int(), files: z.int(), bytes: z.int() })),
  hasMore: z.boolean(),
});

async function listHours(client: ApiClient, slug: string, { from, to }: Range): Promise<Result<Output>> {
  const path = `${pathOf(slug)}?${new URLSearchParams({ from, to })}`;
  const listed = await client.call({ method: "GET", path }, Hours);
  if (!listed.ok) return listed;
  const rows = listed.value.hours.map(({ hour, ...rest }) => ({ hour: new Date(hour).toISOString(), ...rest }));
  const more = listed.value.hasMore ? "\nThere is more: ask for a shorter range." : "";
  return succeed({ json: listed.value, text: formatTable(rows) + more });
}

const pollMs = 2_000;

async function restore(
  client: ApiClient,
  { slug, options }: { slug: string; options: RestoreOptions },
  { tell, world }: Run,
): Promise<Result<Output>> {
  const [from, to] = [utcTime(options.from), utcTime(options.to)];
  if (Number.isNaN(from) || Number.isNaN(to))
    return fail("invalid-params", { message: "--from and --to take times such as 2026-11-20T10:00Z." });
  const body = { from, to, tables: options.table, keepDays: Number(options.keepDays) };
  const path = `${pathOf(slug)}/restores`;
  let asked = await client.call({ method: "POST", path, body }, ArchiveRestore);
  while (asked.ok && options.wait && asked.value.state !== "done") {
    tell(progressOf(asked.value));
    await world.pause(pollMs);
    asked = await client.call({ method: "GET", path: `${path}/${asked.value.id}` }, ArchiveRestore);
  }
  return asked.ok ? succeed({ json: asked.value, text: restoreTable([asked.value]) }) : asked;
}

/** A time without a zone is one in UTC, as it is for the API. */
const utcTime = (text: string): number => Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text);

function progressOf({ hoursDone, hoursTotal, rows, problem }: ArchiveRestore): string {
  const base = `${hoursDone} of ${hoursTotal} hours, ${rows.restored} rows restored, ${rows.present} were there`;
  return problem ? `${base}; waiting: ${problem}` : base;
}

async function showRestores(client: ApiClient, slug: string, id: string | undefined): Promise<Result<Output>> {
  const path = `${pathOf(slug)}/restores`;
  if (id !== undefined) {
    const found = await client.call({ method: "GET", path: `${path}/${encodeURIComponent(id)}` }, ArchiveRestore);
    return found.ok ? succeed({ json: found.value, text: restoreTable([found.value]) }) : found;
  }
  const listed = await client.call({ method: "GET", path }, z.object({ restores: z.array(ArchiveRestore) }));
  return listed.ok ? succeed({ json: listed.value, text: restoreTable(listed.value.restores) }) : listed;
}

const restoreTable = (restores: ArchiveRestore[]) =>
  formatTable(
    restores.map(({ id, from, to, tables, state, hoursDone, hoursTotal, rows, skipped, problem }) => ({
      id,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      tables: tables.join(" "),
      state,
      hours: `${hoursDone}/${hoursTotal}`,
      restored: rows.restored,
      present: rows.present,
      "unreadable files": skipped.files,
      problem: problem ?? "",
    })),
  );

import { DeadLetter, DeadLetterReason, type Result, succeed } from "@perigee/schema";
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import type { Output, Run } from "./run.ts";
import { formatTable } from "./table.ts";

type Filter = { day?: string; reason?: string };

export function addLetterCommands(program: Command, { asOwner, tell }: Run): void {
  const letters = program.command("letters").description("messages that could not be stored, of a project by its slug");
  const withFilter = (command: Command) =>
    command
      .option("--day <yyyy-mm-dd>", "only those received on that day (UTC)")
      .addOption(new Option("--reason <reason>", "only those given up for it").choices(DeadLetterReason.options));

  withFilter(letters.command("list <project>"))
    .description("list them, the newest day first")
    .option("--limit <count>", "how many at most", count, 100)
    .action((slug: string, { limit, ...filter }: Filter & { limit: number }) =>
      asOwner((client) => listLetters(client, { slug, filter, limit })),
    );
  letters
    .command("show <project> <id>")
    .description("show why it could not be stored, and its first rows")
    .action((slug: string, id: string) => asOwner((client) => showLetter(client, slug, id)));
  withFilter(letters.command("replay <project> [id]"))
    .description("have one stored again, or with --all each one that matches")
    .option("--all", "all that match --day and --reason")
    .action((slug: string, id: string | undefined, { all, ...filter }: Filter & { all?: true }) => {
      if ((id === undefined) === (all === undefined))
        return letters.error("error: Name one letter by its id, or pass --all.");
      return asOwner((client) =>
        id === undefined ? replayAll(client, { slug, filter }, tell) : settle(client, { slug, id, how: "replay" }),
      );
    });
  letters
    .command("discard <project> <id>")
    .description("delete it and its rows, for good")
    .action((slug: string, id: string) => asOwner((client) => settle(client, { slug, id, how: "discard" })));
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number above 0.");
}

const pathOf = (slug: string) => `/v1/projects/${encodeURIComponent(slug)}/dead-letters`;
const Page = z.object({ letters: z.array(DeadLetter), cursor: z.string().nullable() });

async function listLetters(
  client: ApiClient,
  { slug, filter, limit }: { slug: string; filter: Filter; limit: number },
): Promise<Result<Output>> {
  const letters: DeadLetter[] = [];
  for (let cursor: string | null | undefined; cursor !== null && letters.length < limit; ) {
    const pageLimit = String(Math.min(100, limit - letters.length));
    const query = new URLSearchParams({ ...filter, limit: pageLimit, ...(cursor && { cursor }) });
    const page: Result<z.infer<typeof Page>> = await client.call(
      { method: "GET", path: `${pathOf(slug)}?${query}` },
      Page,
    );
    if (!page.ok) return page;
    letters.push(...page.value.letters);
    cursor = page.value.cursor;
  }
  return succeed({ json: { letters }, text: letterTable(letters) });
}

const letterTable = (letters: DeadLetter[]) =>
  formatTable(
    letters.map(({ id, receivedAt, reason, segments, detail }) => ({
      id,
      received: new Date(receivedAt).toISOString(),
      reason,
      rows: segments.map(({ table, rows }) => `${table} ${rows}`).join(", "),
      detail: detail.split("\n", 1)[0]?.slice(0, 80) ?? "",
    })),
  );

const Shown = z.object({
  letter: DeadLetter,
  segments: z.array(
    z.object({
      table: z.string(),
      rows: z.int(),
      lines: z.array(z.string()),
      isCut: z.boolean(),
      problem: z.string().nullable(),
    }),
  ),
});

async function showLetter(client: ApiClient, slug: string, id: string): Promise<Result<Output>> {
  const shown = await client.call({ method: "GET", path: `${pathOf(slug)}/${encodeURIComponent(id)}` }, Shown);
  if (!shown.ok) return shown;
  const { letter, segments } = shown.value;
  const parts = segments.map(({ table, rows, lines, isCut, problem }) =>
    [`\n${table}, ${rows} rows:`, ...lines, ...(isCut ? ["…"] : []), ...(problem ? [problem] : [])].join("\n"),
  );
  return succeed({ json: shown.value, text: [letterTable([letter]), `\n${letter.detail}`, ...parts].join("\n") });
}

async function settle(
  client: ApiClient,
  { slug, id, how }: { slug: string; id: string; how: "replay" | "discard" },
): Promise<Result<Output>> {
  const path = `${pathOf(slug)}/${encodeURIComponent(id)}`;
  const settled =
    how === "replay"
      ? await client.call({ method: "POST", path: `${path}/replay` }, DeadLetter)
      : await client.call({ method: "DELETE", path }, DeadLetter);
  const texts = { replay: "is in the spool and will be stored within two minutes", discard: "is deleted" };
  return settled.ok ? succeed({ json: settled.value, text: `${id} ${texts[how]}.` }) : settled;
}

const Replayed = z.object({
  replayed: z.int(),
  failed: z.array(z.object({ id: z.string(), message: z.string() })),
  cursor: z.string().nullable(),
});

/** The API does a bounded part a call; this goes on until all are done. */
async function replayAll(
  client: ApiClient,
  { slug, filter }: { slug: string; filter: Filter },
  tell: (text: string) => void,
): Promise<Result<Output>> {
  const done = { replayed: 0, failed: [] as z.infer<typeof Replayed>["failed"] };
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const body = { ...filter, ...(cursor && { cursor }) };
    const call = { method: "POST" as const, path: `${pathOf(slug)}/replay`, body };
    const part: Result<z.infer<typeof Replayed>> = await client.call(call, Replayed);
    if (!part.ok) return part;
    done.replayed += part.value.replayed;
    done.failed.push(...part.value.failed);
    cursor = part.value.cursor;
    if (cursor !== null) tell(`${done.replayed} replayed…`);
  }
  const failures = done.failed.map(({ id, message }) => `\n${id}: ${message}`).join("");
  return succeed({ json: done, text: `${done.replayed} letters are in the spool.${failures}` });
}

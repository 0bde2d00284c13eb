import { readFileSync } from "node:fs";
import { fail, type Result, succeed } from "@perigee/schema";
import type { Command } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { readJson } from "./read-json.ts";
import type { Output, Run } from "./run.ts";

type Options = { pipelines?: string; service?: string };

export function addLogCommands(program: Command, { asOwner, world }: Run): void {
  const logs = program.command("logs").description("log pipelines of a project, which is named by its slug");
  logs
    .command("test <project> [file]")
    .description("show what the pipelines make of the first 100 lines of a file, or of the standard input")
    .option("--pipelines <json>", "others than the project's, as docs/log-parsing.md has them, or @file")
    .option("--service <name>", "name of the service that the lines come from")
    .action((slug: string, file: string | undefined, options: Options) => {
      const lines = readLines(file === undefined || file === "-" ? world.readInput : () => readFileSync(file, "utf8"));
      return asOwner((client) => testLines(client, slug, { lines, options }));
    });
}

/** What the API takes at once. */
const maxLines = 100;

function readLines(read: () => string): Result<string[]> {
  try {
    return succeed(
      read()
        .split(/\r?\n/)
        .filter((line) => line !== "")
        .slice(0, maxLines),
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail("invalid-params", { field: "file", message: `The lines cannot be read: ${reason}` });
  }
}

const Tried = z.object({
  results: z.array(
    z.object({
      outcome: z.string(),
      row: z.record(z.string(), z.unknown()).nullable(),
      problem: z.string().nullable(),
      steps: z.array(z.object({ pipeline: z.string(), step: z.string(), kind: z.string(), outcome: z.string() })),
    }),
  ),
});
type TriedLine = z.infer<typeof Tried>["results"][number];

async function testLines(
  client: ApiClient,
  slug: string,
  { lines, options }: { lines: Result<string[]>; options: Options },
): Promise<Result<Output>> {
  if (!lines.ok) return lines;
  const pipelines = options.pipelines === undefined ? succeed(undefined) : readJson("--pipelines", options.pipelines);
  if (!pipelines.ok) return pipelines;
  const path = `/v1/projects/${encodeURIComponent(slug)}/log-pipelines/test`;
  const body = { pipelines: pipelines.value, lines: lines.value, service: options.service };
  const tried = await client.call({ method: "POST", path, body }, Tried);
  if (!tried.ok) return tried;
  const texts = tried.value.results.map((result, place) => textOf(lines.value[place] ?? "", result));
  return succeed({ json: tried.value, text: texts.join("\n\n") });
}

/** The line, what was done with it, and the row without what is empty. */
function textOf(line: string, { outcome, row, problem, steps }: TriedLine): string {
  const done = steps.map((step) => `${step.step} ${step.outcome}`).join(", ");
  const about = [done === "" ? "no pipeline matches" : done, `-> ${outcome}`, problem ?? ""].filter(Boolean).join(" ");
  const shown = row === null ? "" : `\n${JSON.stringify(withoutEmpty(row), null, 2)}`;
  return `${line}\n${about}${shown}`.replaceAll("\n", "\n  ");
}

const empty = new Set(['""', "0", "{}"]);

/** Of empty columns there are more than of others. */
const withoutEmpty = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => !empty.has(JSON.stringify(value))));

import { fail, ProjectKey, type Result, succeed } from "@perigee/schema";
import { Command, CommanderError, Option } from "commander";
import { z } from "zod";
import { type ApiClient, asUser, createApiClient, type Fetch } from "./api-client.ts";
import {
  changeSettings,
  createProject,
  listProjects,
  type Output,
  type ProjectOptions,
  showProject,
  syncEdge,
} from "./projects.ts";
import { resolveSettings, type Settings } from "./settings.ts";
import { formatTable } from "./table.ts";

/** What the program needs of the world around it. */
export type World = {
  fetch: Fetch;
  env: Record<string, string | undefined>;
  print: (text: string) => void;
  printError: (text: string) => void;
};

/**
 * Runs one command of `pnpm control-plane`.
 * @returns the exit code: 0, or 1 after one line on the error channel.
 */
export async function runProgram(args: string[], world: World): Promise<number> {
  const program = createProgram(world)
    .exitOverride()
    .configureOutput({ writeOut: world.print, writeErr: world.printError });
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

function createProgram(world: World): Command {
  const program = new Command("control-plane")
    // Commands take these two from their parent, but only when they are set before it gets them.
    .exitOverride()
    .configureOutput({ writeOut: world.print, writeErr: world.printError })
    .description("Projects and keys of a Perigee, on a laptop or in production, over its API.")
    .option("--api-url <url>", "address of the API Worker (PERIGEE_API_URL)")
    .option("--email <address>", "who signs in (PERIGEE_EMAIL)")
    .option("--password <text>", "and how (PERIGEE_PASSWORD)")
    .option("--data-dir <folder>", "data of the local stack, whose local.json says all three", ".perigee")
    .option("--json", "print JSON instead of a table");

  const settings = () => resolveSettings(program.opts(), world.env);

  async function show(work: Promise<Result<Output>>): Promise<void> {
    const result = await work;
    if (!result.ok) program.error(`error: ${result.failure.message}`);
    else world.print(`${program.opts()["json"] ? JSON.stringify(result.value.json, null, 2) : result.value.text}\n`);
  }

  const asOwner = (work: (client: ApiClient) => Promise<Result<Output>>) => {
    const resolved = settings();
    return show(resolved.ok ? asUser(resolved.value, world.fetch, work) : Promise.resolve(resolved));
  };

  program
    .command("setup")
    .description("make the owner, once, who then signs in with --email and --password")
    .requiredOption("--organisation <name>", "name of the first organisation")
    .option("--name <name>", "the owner's name", "Owner")
    .option("--token <text>", "SETUP_TOKEN of the deployment (PERIGEE_SETUP_TOKEN)")
    .action((options: { organisation: string; name: string; token?: string }) => {
      const resolved = settings();
      const token = options.token ?? world.env["PERIGEE_SETUP_TOKEN"];
      if (!resolved.ok) return show(Promise.resolve(resolved));
      if (!token) return show(Promise.resolve(noToken));
      return show(setUp(resolved.value, { ...options, token }, world.fetch));
    });

  const project = program.command("project").description("projects");
  project
    .command("create <name>")
    .option("--slug <slug>", "its part of the dashboard's address; made from the name")
    .option("--origin <origin...>", "where its public keys may be used, such as https://*.shop.example")
    .option("--retention-days <days>", "how long its data is kept")
    .action((name: string, options: ProjectOptions) => asOwner((client) => createProject(client, name, options)));
  project.command("list").action(() => asOwner(listProjects));
  project
    .command("show <slug>")
    .description("a project with its settings")
    .action((slug: string) => asOwner((client) => showProject(client, slug)));
  project
    .command("set <slug>")
    .description("change settings by whole sections, as docs/project-settings.md has them")
    .requiredOption("--settings <json>", 'such as {"sampling":{"rate":0.1}}, or @file')
    .action((slug: string, options: { settings: string }) =>
      asOwner((client) => changeSettings(client, slug, options.settings)),
    );

  const key = program.command("key").description("keys of a project, which is named by its slug");
  key
    .command("create <project>")
    .addOption(
      new Option("--kind <kind>", "what it may do").choices(["public", "secret", "read"]).makeOptionMandatory(),
    )
    .option("--name <name>", "to tell it apart", "")
    .action((slug: string, options: { kind: string; name: string }) =>
      asOwner((client) => createKey(client, slug, options)),
    );
  key.command("list <project>").action((slug: string) => asOwner((client) => listKeys(client, slug)));
  key
    .command("revoke <project> <id>")
    .action((slug: string, id: string) => asOwner((client) => revokeKey(client, slug, id)));

  program
    .command("sync")
    .description("write all keys to the edge again, after a write there has failed")
    .action(() => asOwner(syncEdge));

  return program;
}

const noToken = fail("invalid-params", { message: "Pass --token or set PERIGEE_SETUP_TOKEN." });

async function setUp(
  { apiUrl, email, password }: Settings,
  { organisation, name, token }: { organisation: string; name: string; token: string },
  fetch: Fetch,
): Promise<Result<Output>> {
  const body = { email, password, organisation, name };
  const answer = await createApiClient(apiUrl, fetch).call(
    { method: "POST", path: "/v1/setup", body, token },
    z.object({ userId: z.string() }),
  );
  return answer.ok ? succeed({ json: answer.value, text: `${email} now owns ${organisation}.` }) : answer;
}

const keysPath = (slug: string) => `/v1/projects/${encodeURIComponent(slug)}/keys`;

async function createKey(client: ApiClient, slug: string, body: object): Promise<Result<Output>> {
  const made = await client.call(
    { method: "POST", path: keysPath(slug), body },
    z.object({ key: ProjectKey, secret: z.string() }),
  );
  if (!made.ok) return made;
  const text = `${made.value.secret}\nThis is the only time that the key is shown: Perigee keeps only its hash.`;
  return succeed({ json: made.value, text });
}

async function listKeys(client: ApiClient, slug: string): Promise<Result<Output>> {
  const listed = await client.call({ method: "GET", path: keysPath(slug) }, z.object({ keys: z.array(ProjectKey) }));
  return listed.ok ? succeed({ json: listed.value, text: keyTable(listed.value.keys) }) : listed;
}

async function revokeKey(client: ApiClient, slug: string, id: string): Promise<Result<Output>> {
  const path = `${keysPath(slug)}/${encodeURIComponent(id)}`;
  const revoked = await client.call({ method: "DELETE", path }, ProjectKey);
  return revoked.ok ? succeed({ json: revoked.value, text: keyTable([revoked.value]) }) : revoked;
}

const keyTable = (keys: ProjectKey[]) =>
  formatTable(
    keys.map(({ id, kind, start, name, createdAt, revokedAt }) => ({
      id,
      kind,
      key: `${start}…`,
      name,
      created: createdAt,
      revoked: revokedAt ?? "",
    })),
  );

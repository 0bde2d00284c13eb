import { ProjectKey, type Result, succeed } from "@perigee/schema";
import { type Command, Option } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import type { Output, Run } from "./run.ts";
import { formatTable } from "./table.ts";

export function addKeyCommands(program: Command, { asOwner }: Run): void {
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

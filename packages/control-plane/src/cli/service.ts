import { fail, type Result, Service, succeed } from "@perigee/schema";
import { type Command, Option } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import type { Output, Run } from "./run.ts";
import { formatTable } from "./table.ts";

export function addServiceCommands(program: Command, { asOwner }: Run): void {
  const service = program.command("service").description("services of a project, which is named by its slug");
  service
    .command("list <project>")
    .description("services that sent something within the last 30 days")
    .option("--search <text>", "only those whose name or owner team contains this text")
    .action((slug: string, options: { search?: string }) => asOwner((client) => listServices(client, slug, options)));
  service
    .command("set <project> <name>")
    .description("say whose a service is, and what it is")
    .option("--owner-team <name>", "team that answers for it")
    .option("--description <text>")
    .addOption(
      new Option("--tier <number>", "how much it matters, 1 is the most; none takes it back").choices([
        "1",
        "2",
        "3",
        "4",
        "none",
      ]),
    )
    .option("--link <title=url...>", "its runbook and the like, all of them; none takes them back")
    .action((slug: string, name: string, options: Notes) =>
      asOwner((client) => changeService(client, `${servicesPath(slug)}/${encodeURIComponent(name)}`, options)),
    );
}

type Notes = { ownerTeam?: string; description?: string; tier?: string; link?: string[] };

const servicesPath = (slug: string) => `/v1/projects/${encodeURIComponent(slug)}/services`;

const Page = z.object({ services: z.array(Service), next: z.string().nullable() });

async function listServices(
  client: ApiClient,
  slug: string,
  { search = "" }: { search?: string },
): Promise<Result<Output>> {
  const services: Service[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const query = new URLSearchParams({ search, after, limit: "100" });
    const page: Result<z.infer<typeof Page>> = await client.call(
      { method: "GET", path: `${servicesPath(slug)}?${query}` },
      Page,
    );
    if (!page.ok) return page;
    services.push(...page.value.services);
    after = page.value.next;
  }
  return succeed({ json: { services }, text: serviceTable(services) });
}

async function changeService(client: ApiClient, path: string, notes: Notes): Promise<Result<Output>> {
  const { ownerTeam, description, tier, link } = notes;
  const links = linksOf(link);
  if (!links.ok) return links;
  const body = {
    ownerTeam,
    description,
    ...(tier !== undefined && { tier: tier === "none" ? null : Number(tier) }),
    ...(links.value && { links: links.value }),
  };
  const changed = await client.call({ method: "PATCH", path, body }, Service);
  return changed.ok ? succeed({ json: changed.value, text: serviceTable([changed.value]) }) : changed;
}

function linksOf(texts: string[] | undefined): Result<Service["links"] | undefined> {
  if (texts === undefined) return succeed(undefined);
  if (texts.length === 1 && texts[0] === "none") return succeed([]);
  const links: Service["links"] = [];
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1) return fail("invalid-params", { field: "--link", message: `--link takes title=url, not ${text}.` });
    links.push({ title: text.slice(0, at), url: text.slice(at + 1) });
  }
  return succeed(links);
}

const serviceTable = (services: Service[]) =>
  formatTable(
    services.map(({ name, ownerTeam, tier, environments, signals, lastSeen }) => ({
      service: name,
      "owner team": ownerTeam,
      tier: tier ?? "",
      environments: environments.map((environment) => environment.name || "unknown").join(" "),
      signals: signals.join(" "),
      "last seen": new Date(lastSeen).toISOString(),
    })),
  );

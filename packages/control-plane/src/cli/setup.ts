import { fail, type Result, succeed } from "@perigee/schema";
import type { Command } from "commander";
import { z } from "zod";
import { createApiClient, type Fetch } from "./api-client.ts";
import type { Output, Run } from "./run.ts";
import type { Settings } from "./settings.ts";

export function addSetupCommand(program: Command, { settings, show, world }: Run): void {
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

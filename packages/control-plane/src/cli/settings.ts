import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, LocalFile, type Result, succeed } from "@perigee/schema";

/** Where the API is and who signs in there. */
export type Settings = { apiUrl: string; email: string; password: string };

type Given = { apiUrl?: string; email?: string; password?: string; dataDir: string };

/** Options win over the environment, that over the running local stack's own file. */
export function resolveSettings(given: Given, env: Record<string, string | undefined>): Result<Settings> {
  const local = readLocalFile(given.dataDir);
  const apiUrl = given.apiUrl ?? env["PERIGEE_API_URL"] ?? local?.apiUrl;
  const email = given.email ?? env["PERIGEE_EMAIL"] ?? local?.owner.email;
  const password = given.password ?? env["PERIGEE_PASSWORD"] ?? local?.owner.password;
  if (!apiUrl) return missing("--api-url", "PERIGEE_API_URL", given.dataDir);
  if (!email) return missing("--email", "PERIGEE_EMAIL", given.dataDir);
  if (!password) return missing("--password", "PERIGEE_PASSWORD", given.dataDir);
  return succeed({ apiUrl, email, password });
}

const missing = (option: string, variable: string, dataDir: string) =>
  fail("invalid-params", {
    field: option,
    message: `Pass ${option}, or set ${variable}, or run the local stack (there is no ${join(dataDir, "local.json")}).`,
  });

function readLocalFile(dataDir: string): LocalFile | undefined {
  try {
    return LocalFile.parse(JSON.parse(readFileSync(join(dataDir, "local.json"), "utf8")));
  } catch {
    // Absent or half written: then options and environment must say everything.
    return undefined;
  }
}

import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const secret = z.string().min(16);

const Secrets = z.object({
  clickhousePassword: secret,
  visitorSalt: secret,
  authSecret: secret,
  setupToken: secret,
  metricsToken: secret,
  ownerPassword: secret,
});
export type Secrets = z.infer<typeof Secrets>;

/** The machine's own secrets, made at the first start and kept in `secrets.json` with mode 0600. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, "secrets.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text !== undefined) return Secrets.parse(JSON.parse(text));
  const made: Secrets = {
    clickhousePassword: random(24),
    visitorSalt: random(32),
    authSecret: random(32),
    setupToken: random(32),
    metricsToken: random(32),
    ownerPassword: random(15),
  };
  await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

const random = (bytes: number): string => randomBytes(bytes).toString("base64url");

import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalFile } from "@perigee/schema";

const pathOf = (dataDir: string) => join(dataDir, "local.json");

/** The file of the last start; nothing where there is none or its shape is of another version. */
export async function readLocalFile(dataDir: string): Promise<LocalFile | undefined> {
  const text = await readFile(pathOf(dataDir), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = LocalFile.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

/** Written beside and renamed, so that a script that waits for it never reads half of it. */
export async function writeLocalFile(dataDir: string, file: LocalFile): Promise<void> {
  const path = pathOf(dataDir);
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

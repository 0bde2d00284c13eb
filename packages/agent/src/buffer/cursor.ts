import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How far the buffer was delivered: everything before `offset` of segment `segment`. */
export type Cursor = { segment: number; offset: number };

const pathIn = (dir: string): string => join(dir, "delivered.json");

/** Undefined where there is none that can be read: then all that is there counts as undelivered, and the server drops what it has. */
export async function readCursor(dir: string): Promise<Cursor | undefined> {
  try {
    const { segment, offset }: Cursor = JSON.parse(await readFile(pathIn(dir), "utf8"));
    return Number.isInteger(segment) && Number.isInteger(offset) ? { segment, offset } : undefined;
  } catch {
    return undefined;
  }
}

export async function writeCursor(dir: string, cursor: Cursor): Promise<void> {
  await writeFile(`${pathIn(dir)}.new`, JSON.stringify(cursor), { mode: 0o600 });
  await rename(`${pathIn(dir)}.new`, pathIn(dir));
}

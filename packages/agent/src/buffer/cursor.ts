import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** How far the buffer was delivered: everything before `offset` of segment `segment`. */
export type Cursor = z.infer<typeof Cursor>;
const Cursor = z.object({ segment: z.int().min(0), offset: z.int().min(0) });

const pathIn = (dir: string): string => join(dir, "delivered.json");

/** Undefined where there is none that can be read: then all that is there counts as undelivered, and the server drops what it has. */
export async function readCursor(dir: string): Promise<Cursor | undefined> {
  try {
    return Cursor.parse(JSON.parse(await readFile(pathIn(dir), "utf8")));
  } catch {
    return undefined;
  }
}

export async function writeCursor(dir: string, cursor: Cursor): Promise<void> {
  await writeFile(`${pathIn(dir)}.new`, JSON.stringify(cursor), { mode: 0o600 });
  await rename(`${pathIn(dir)}.new`, pathIn(dir));
}

import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Connection } from "../connection.ts";
import { insert } from "../insert.ts";
import { generate, type SeedOptions, type Story, storyOf } from "./generate.ts";
import { noRows, type Rows } from "./recorder.ts";

export { defaults, type SeedOptions } from "./generate.ts";

export type SeedProgress = { rows: number; total: number };
export type SeedResult = { rows: Record<keyof Rows, number>; endMs: number };

const tables = Object.keys(noRows()) as (keyof Rows)[];

/** All rows for each that browsers sent, measured over a month. */
const rowsPerEvent = 1.33;

/** Large enough for ClickHouse to take it in one part, small enough to hold two in memory. */
const batchRows = 40_000;

/** Enough that one slow moment of the database does not end a seed of minutes. */
const attempts = 5;
const attemptTimeoutMs = 120_000;

/**
 * Writes a believable month of the demo shop. Running it again with the same options and the same `endMs` adds nothing, since every
 * batch has its own token. `onProgress` hears of each written batch; `total` is an estimate. Throws when ClickHouse refuses.
 */
export async function seed(
  connection: Connection,
  options: SeedOptions,
  onProgress: (progress: SeedProgress) => void = () => {},
): Promise<SeedResult> {
  const story = storyOf(options);
  const written = Object.fromEntries(tables.map((table) => [table, 0])) as Record<keyof Rows, number>;
  let batch = 0;
  let underWay: Promise<unknown> = Promise.resolve();
  for (const rows of generate(story, batchRows)) {
    const name = tokenOf(story, batch++);
    const packed = await pack(rows);
    // The next batch is made while ClickHouse takes this one in.
    await underWay;
    underWay = writeAll(connection, packed, name).then(() => {
      for (const table of tables) written[table] += rows[table].length;
      const done = tables.reduce((sum, table) => sum + written[table], 0);
      onProgress({ rows: done, total: Math.max(done, Math.round(story.events * rowsPerEvent)) });
    });
    underWay.catch(() => {
      // Awaited before the next batch is sent, and after the last.
    });
  }
  await underWay;
  return { rows: written, endMs: story.endMs };
}

const tokenOf = ({ projectId, events, days, seed, endMs, retentionDays }: Story, batch: number): string =>
  ["seed", projectId, events, days, seed, endMs, retentionDays, batchRows, batch].join(":");

type Packed = { table: keyof Rows; gzip: Uint8Array };
const compress = promisify(gzip);

const pack = (rows: Rows): Promise<Packed[]> =>
  Promise.all(
    tables
      .filter((table) => rows[table].length > 0)
      .map(async (table) => {
        const lines = rows[table].map((row) => JSON.stringify(row)).join("\n");
        return { table, gzip: await compress(`${lines}\n`, { level: 1 }) };
      }),
  );

async function writeAll(connection: Connection, packed: Packed[], name: string): Promise<void> {
  await Promise.all(
    packed.map(({ table, gzip: member }) =>
      write(connection, { table, gzipMembers: [member], token: `${name}:${table}`, timeoutMs: attemptTimeoutMs }),
    ),
  );
}

async function write(connection: Connection, request: Parameters<typeof insert>[1]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const result = await insert(connection, request);
    if (result.ok) return;
    if (result.kind === "refused" || attempt === attempts) {
      throw new Error(`ClickHouse did not take the rows for ${request.table}: ${result.message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
  }
}

import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** `pnpm bench <name> [--json] [flags…]`: runs one of the measurements in this folder. */

export type BenchResult = {
  name: string;
  /** Key with its unit at the end (`eventsPerS`, `p95Ms`, `rssMb`) → value. */
  figures: Record<string, number>;
  /** What the same machine reached in the same run without our code. */
  floor: number;
  /** Ours ÷ floor. */
  ratio: number;
  /** The figures as a person reads them. */
  table: string;
};

type Bench = { run: (flags: string[]) => Promise<BenchResult> };

const names = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith(".ts") && file !== "run.ts")
  .map((file) => file.slice(0, -3));

const [name, ...flags] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`usage: pnpm bench <name> [--json]\nnames: ${names.join(", ")}`);
  process.exit(name === undefined || name === "--help" ? 0 : 2);
}

const bench: Bench = await import(join(import.meta.dirname, `${name}.ts`));
const { table, ...result } = await bench.run(flags.filter((flag) => flag !== "--json"));
console.log(flags.includes("--json") ? JSON.stringify(result) : table);
process.exit(0);

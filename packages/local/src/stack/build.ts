import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { StartRefused } from "./start-refused.ts";

/** One thing to build: which files decide about it, how it is made, and where its stamp lies (inside the output). */
type Target = { name: string; inputs: string[]; cwd: string; args: string[]; stamp: string };

const next = (app: string): Target => ({
  name: app,
  inputs: [`apps/${app}/**/*`, "packages/{schema,clickhouse}/src/**/*", "sdk/src/**/*", "pnpm-lock.yaml"],
  cwd: `apps/${app}`,
  args: ["node_modules/next/dist/bin/next", "build"],
  stamp: `apps/${app}/.next/perigee-stamp`,
});

export const targets = {
  sdk: {
    name: "sdk",
    inputs: ["sdk/src/**/*", "sdk/build.ts", "sdk/package.json", "pnpm-lock.yaml"],
    cwd: "sdk",
    args: ["build.ts"],
    stamp: "sdk/dist/perigee-stamp",
  },
  dashboard: next("dashboard"),
  demo: next("demo"),
} as const satisfies Record<string, Target>;

/** `signal` ends a build that is no longer wanted. */
export type BuildPlace = { root: string; env: NodeJS.ProcessEnv; signal: AbortSignal };

/** Builds the target unless its stamp says that its inputs are the same as last time. Answers whether it built. */
export async function build(target: Target, where: BuildPlace): Promise<boolean> {
  const { root } = where;
  const wanted = await digest(root, target.inputs);
  const found = await readFile(join(root, target.stamp), "utf8").catch(() => undefined);
  if (found === wanted) return false;
  try {
    await promisify(execFile)(process.execPath, target.args, {
      cwd: join(root, target.cwd),
      signal: where.signal,
      env: { ...where.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const tail = `${stdout}\n${stderr}`.trim().split("\n").slice(-30).join("\n  ");
    throw new StartRefused(`${target.name} could not be built:\n  ${tail}`, { cause: error });
  }
  await writeFile(join(root, target.stamp), wanted);
  return true;
}

/** What a build makes and what tests bring: neither decides what comes out. */
const ignored = /(^|\/)(node_modules|\.next|dist|test)\/|\.test\.tsx?$|next-env\.d\.ts$|\.tsbuildinfo$/;

async function digest(root: string, inputs: string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const pattern of inputs) {
    const files: string[] = [];
    for await (const entry of glob(pattern, {
      cwd: root,
      withFileTypes: true,
      exclude: (entry) => entry.name === "node_modules" || entry.name === ".next",
    })) {
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(root.length + 1));
    }
    for (const file of files.sort()) {
      if (ignored.test(file) && !inputs.includes(file)) continue;
      hash.update(`${dirname(file)}\0${file}\0`).update(await readFile(join(root, file)));
    }
  }
  return hash.digest("hex");
}

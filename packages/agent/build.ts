import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** zod carries its messages in fifty languages, a third of the whole program. */
const englishOnly: Plugin = {
  name: "english-only",
  setup({ onResolve }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, "../locales/en.js"),
    }));
  },
};

/** Bundles the command line program into one file, which Node 20.15 and later run. Answers its path. */
export async function buildCli(folder: string): Promise<string> {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: { cli: "src/cli.ts" },
    outdir: folder,
    bundle: true,
    platform: "node",
    target: "node20.15",
    format: "esm",
    // Shorter source is less memory: V8 keeps it.
    minify: true,
    plugins: [englishOnly],
    legalComments: "linked",
    logLevel: "warning",
    // Bundled CommonJS asks for Node's own modules by `require`, which a module does not have.
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
  });
  const cli = join(folder, "cli.js");
  await chmod(cli, 0o755);
  return cli;
}

if (import.meta.main) {
  const dist = join(import.meta.dirname, "dist");
  await rm(dist, { recursive: true, force: true });
  await buildCli(dist);
}

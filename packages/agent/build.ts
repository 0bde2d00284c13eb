import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

/** zod carries its messages in fifty languages, a third of the whole program. */
const englishOnly: Plugin = {
  name: "english-only",
  setup({ onResolve }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, "../locales/en.js"),
    }));
  },
};

const shared: BuildOptions = {
  absWorkingDir: import.meta.dirname,
  bundle: true,
  platform: "node",
  target: "node20.16",
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
};

/**
 * Bundles the command line program: what stays in memory, with a part of its own for each input, and what reads the config. They share no
 * file, else the one would load what only the other needs. Answers the path of what is to be run.
 */
export async function buildCli(folder: string): Promise<string> {
  await build({
    ...shared,
    entryPoints: { cli: "src/cli.ts" },
    outdir: folder,
    splitting: true,
    chunkNames: "parts/[name]-[hash]",
  });
  await build({ ...shared, entryPoints: { "order/cli": "src/order/cli.ts" }, outdir: folder });
  const cli = join(folder, "cli.js");
  await chmod(cli, 0o755);
  return cli;
}

if (import.meta.main) {
  const dist = join(import.meta.dirname, "dist");
  await rm(dist, { recursive: true, force: true });
  await buildCli(dist);
}

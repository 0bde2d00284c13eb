import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = import.meta.dirname;
const dist = join(root, "dist");

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  // Inlines constants, which a second bundler can no longer do once they have become `var`.
  minifySyntax: true,
  // web-vitals marks what is private to it with `_`, and its own bundle is made so; taking its modules instead saves 140 B of gzip. The
  // others are words of ours that neither the page, the wire nor the browser knows: short ones save 30 B.
  mangleProps: /^_[a-zA-Z]|^(batcher|failures|handOver|schedule|seal|sessions)$/,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

/**
 * web-vitals does something when it is loaded, which no bundler removes from within a file. In a file of its own it disappears for those
 * who import nothing that needs it, thanks to `sideEffects: false`.
 */
const keepWebVitalsApart: Plugin = {
  name: "keep-web-vitals-apart",
  setup({ onResolve }) {
    onResolve({ filter: /instrumentations\/web-vitals\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? null : { path: "./instrumentations/web-vitals.js", external: true, sideEffects: false },
    );
  },
};

async function buildModule(): Promise<void> {
  await build({
    ...common,
    entryPoints: ["src/index.ts", "src/instrumentations/web-vitals.ts"],
    outdir: "dist",
    outbase: "src",
    format: "esm",
    splitting: true,
    chunkNames: "shared",
    sourcemap: true,
    plugins: [keepWebVitalsApart],
  });
}

/** The file for `<script src>`, and the same as data for the ingest Worker, which serves it. */
async function buildScript(): Promise<void> {
  const outfile = "dist/perigee.iife.js";
  await build({ ...common, entryPoints: ["src/script-tag.ts"], outfile, format: "iife", minify: true });
  const code = await readFile(join(root, outfile), "utf8");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const integrity = `sha384-${createHash("sha384").update(code).digest("base64")}`;
  await writeFile(join(dist, "script.json"), JSON.stringify({ version, integrity, code }));
  console.log(`perigee.iife.js ${code.length} B, gzip ${gzipSync(code, { level: 9 }).length} B`);
}

async function buildTypes(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const tsc = join(dirname(resolve("typescript/package.json")), "bin", "tsc");
  await promisify(execFile)(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")]);
}

async function lintPackage(): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: root, pack: false });
  for (const message of messages) console.error(formatMessage(message, pkg));
  if (messages.length > 0) process.exitCode = 1;
}

await rm(dist, { recursive: true, force: true });
await Promise.all([buildModule(), buildScript(), buildTypes()]);
await lintPackage();

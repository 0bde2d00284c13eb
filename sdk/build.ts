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
import { snippet } from "./src/snippet.ts";

const root = import.meta.dirname;
const dist = join(root, "dist");

/** Words that neither the page, the wire nor the browser knows: short ones save 90 B of gzip. */
const ownWords = [
  // The core.
  ...[
    "address",
    "contextText",
    "delivery",
    "drop",
    "enqueue",
    "eventTexts",
    "identity",
    "isGranted",
    "makeContext",
    "requeue",
    "restore",
    "schedule",
    "seal",
  ],
  ...["sessions", "settle", "tell", "unsent", "view"],
  // Requests.
  ...["carried", "end", "offered"],
  // Vitals.
  ...["burst", "causedAt", "drain", "earlier", "firstTime", "handling", "handlings", "hiddenAt", "hide", "inputs"],
  ...["largest", "lastTime", "lcp", "longest", "paintedAt", "shifts", "slowest", "told", "worst"],
];

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  // Inlines constants, which a second bundler can no longer do once they have become `var`.
  minifySyntax: true,
  mangleProps: new RegExp(`^(${ownWords.join("|")})$`),
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

async function buildModule(): Promise<void> {
  await build({
    ...common,
    entryPoints: ["src/index.ts"],
    outdir: "dist",
    format: "esm",
    sourcemap: true,
  });
}

/**
 * The entries for frameworks take the SDK and each other from the package's own files, so that a bundle holds one copy and the page one
 * client, whichever of them it imports.
 */
const shareEntries: Plugin = {
  name: "share-entries",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/(react\/)?index\.ts$/ }, ({ path }) => ({
      path: path.includes("react") ? "./react.js" : "./index.js",
      external: true,
      sideEffects: false,
    }));
  },
};

/** Server components may import what says "use client", and get a reference to it. */
async function buildFrameworks(): Promise<void> {
  const options: BuildOptions = { ...common, outdir: "dist", format: "esm", jsx: "automatic", sourcemap: true };
  const [clientSide, serverSide] = [
    { react: "src/react/index.ts", next: "src/next/index.ts" },
    { "next-server": "src/next/server.ts" },
  ];
  const banner = { js: '"use client";' };
  const plugins = [shareEntries];
  const external = ["react", "next"];
  await Promise.all([
    build({ ...options, external, plugins, banner, entryPoints: clientSide }),
    build({ ...options, external, plugins, entryPoints: serverSide }),
  ]);
}

/** The file for `<script src>`, and the same as data for the ingest Worker, which serves it. */
async function buildScript(): Promise<void> {
  const outfile = "dist/perigee.iife.js";
  await build({ ...common, entryPoints: ["src/script-tag.ts"], outfile, format: "iife", minify: true });
  const code = await readFile(join(root, outfile), "utf8");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const integrity = `sha384-${createHash("sha384").update(code).digest("base64")}`;
  await writeFile(join(dist, "script.json"), JSON.stringify({ version, integrity, code, snippet }));
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
await Promise.all([buildModule(), buildFrameworks(), buildScript(), buildTypes()]);
await lintPackage();

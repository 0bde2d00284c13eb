import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle, measureSizes, type Sizes } from "./bundle.ts";
import { type Peer, peers } from "./peers.ts";

/** What is put in the page: an SDK that starts by itself, or nothing. */
export type Candidate = Pick<Peer, "answers"> & { id: string; code: string; servedFrom?: string };

export type SizeRow = Sizes & {
  id: string;
  covers: string;
  /** Names that a set of ours asks for and the SDK does not export: its size is then not that of the set. */
  lacks?: string[];
};

const root = join(import.meta.dirname, "../..");
const dist = join(root, "sdk/dist");
const cache = join(root, "node_modules/.cache/bench-sdk");

const knowSink = "const SINK = window.__SINK;\n";

/** Ours by what a site imports. */
const importSets = [
  { id: "core", covers: "page views, events, errors", names: ["errors", "pageviews"] },
  {
    id: "network",
    covers: "core, requests, resources, long frames, interactions",
    names: ["errors", "pageviews", "requests", "resources", "longFrames", "interactions"],
  },
];

export async function measureOurSizes(): Promise<SizeRow[]> {
  if (!existsSync(join(dist, "index.js"))) throw new Error("build the SDK first: pnpm --filter @perigee/browser build");
  const exported = Object.keys(await import(join(dist, "index.js")));
  const options = `{ apiKey: "pk_bench", endpoint: "https://in.example" }`;
  const rows: SizeRow[] = [];
  for (const { id, covers, names } of importSets) {
    const known = names.filter((name) => exported.includes(name));
    const lacks = names.filter((name) => !exported.includes(name));
    const entry = `import { createClient, ${known} } from "./index.js"; window.client = createClient(${options}, [${known}]);`;
    rows.push({ id, covers, lacks, ...measureSizes(await bundle(entry, dist)) });
  }
  const everything = `import { init } from "./index.js"; window.client = init(${options});`;
  rows.push({ id: "everything", covers: "init", ...measureSizes(await bundle(everything, dist)) });
  const script = await readFile(join(dist, "perigee.iife.js"), "utf8");
  rows.push({ id: "script", covers: "perigee.iife.js, for the script tag", ...measureSizes(script) });
  return rows;
}

export const nothing: Candidate = { id: "floor", code: "" };

export async function bundleOurs(): Promise<Candidate> {
  const entry = `import { init } from "./index.js";
    const client = init({ apiKey: "pk_bench", endpoint: SINK });
    window.__track = (name, props) => client.track(name, props);`;
  return { id: "perigee", code: await bundle(`${knowSink}${entry}`, dist) };
}

/** Installs and bundles the peers that are asked for, all by default. One that cannot be had is left out, and said so. */
export async function bundlePeers(only: string[] | undefined): Promise<{ candidate: Candidate; sizes: SizeRow }[]> {
  const unknown = only?.filter((id) => !peers.some((peer) => peer.id === id)) ?? [];
  if (unknown.length > 0)
    throw new Error(`no such peer: ${unknown.join(", ")}; there are ${peers.map(({ id }) => id).join(", ")}`);
  const bundled: { candidate: Candidate; sizes: SizeRow }[] = [];
  for (const peer of peers.filter(({ id }) => only?.includes(id) ?? true)) {
    try {
      bundled.push(await bundlePeer(peer));
    } catch (error) {
      const { message, stderr = message } = error as Error & { stderr?: string };
      console.error(`${peer.id} is left out: ${stderr.split("\n").find((line) => /error/i.test(line)) ?? message}`);
      if (!/E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT)|ERR_SOCKET_TIMEOUT/.test(stderr)) continue;
      console.error("The npm registry cannot be reached, so the other peers are left out too.");
      break;
    }
  }
  return bundled;
}

async function bundlePeer({ id, covers, packages, entry, served, answers }: Peer) {
  const folder = join(cache, packages.join("+").replace(/[@/]/g, "_").slice(0, 200));
  const modules = join(folder, "node_modules");
  if (!existsSync(join(modules, ".package-lock.json"))) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), '{ "private": true }');
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--fetch-retries=1"];
    await promisify(execFile)("npm", ["install", ...flags, ...packages], { cwd: folder, timeout: 240_000 });
  }
  const code = await bundle(`${knowSink}${entry}`, folder);
  const candidate: Candidate = {
    id,
    code,
    ...(served && { servedFrom: join(modules, served) }),
    ...(answers && { answers }),
  };
  return { candidate, sizes: { id, covers, ...measureSizes(code) } };
}

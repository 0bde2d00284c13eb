// The door behind `npm start` and `npm test`. It runs on any Node from 20 on, brings the workspace up to date
// (pnpm 12 by npx, dependencies, the project's own Node 24) and then hands over to that Node. Plain JavaScript for that reason.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, "node_modules", ".perigee-install");
const targets = { start: "packages/local/src/cli.ts", test: "scripts/test.ts" };

const [command, ...flags] = process.argv.slice(2);
const target = targets[command];
if (!target) {
  console.error(`Unknown command "${command ?? ""}". Use one of: ${Object.keys(targets).join(", ")}.`);
  process.exit(2);
}

checkNode();
await install();
process.exit(await run(ownNode(), [join(root, target), ...flags], { ownGroup: command === "start" }));

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return;
  console.error(
    `Perigee needs Node 20 or newer to start; this is ${process.versions.node}. Install it from https://nodejs.org.`,
  );
  process.exit(1);
}

async function install() {
  const wanted = installStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted && existsSync(ownNode())) return;
  console.error("Installing dependencies (about a minute the first time)…");
  const flags = ["--yes", "pnpm@12", "install", "--frozen-lockfile", "--reporter=append-only"];
  const code = await run(process.platform === "win32" ? "npx.cmd" : "npx", flags, { toStderr: true });
  if (code !== 0) {
    console.error(
      "The dependencies could not be installed. Check the lines above and the connection to the npm registry, then try again.",
    );
    process.exit(code);
  }
  writeFileSync(stampFile, wanted);
}

function installStamp() {
  const hash = createHash("sha256");
  for (const name of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"])
    hash.update(readFileSync(join(root, name)));
  return hash.digest("hex");
}

function ownNode() {
  return join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
}

/**
 * Runs a child in the project's folder; answers its exit code. With `ownGroup` the child is a process group of its own: Ctrl-C at the
 * terminal then reaches only us, we pass it on to the child alone, and the child stops its parts in its own order. It sees our end
 * on its stdin.
 */
function run(file, args, { ownGroup = false, toStderr = false } = {}) {
  const stdio = [ownGroup ? "pipe" : "inherit", toStderr ? 2 : "inherit", "inherit"];
  const child = spawn(file, args, { cwd: root, stdio, detached: ownGroup });
  if (ownGroup) {
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
    process.on("SIGHUP", () => child.kill("SIGTERM"));
  }
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`${file} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

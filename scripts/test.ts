import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireChromium } from "./chromium.ts";

/**
 * `npm test`: everything that CI checks, in the order of what fails fastest. Every part runs even when one before it failed,
 * so that one run shows all there is to mend. The last line counts the tests.
 */

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);
const reports = mkdtempSync(join(tmpdir(), "perigee-test-"));
const env: NodeJS.ProcessEnv = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: "1",
  PATH: `${join(root, "node_modules", ".bin")}:${process.env["PATH"]}`,
};

type Counts = { passed: number; failed: number; skipped: number };

const failedParts: string[] = [];

function part(name: string, command: string[], extraEnv: NodeJS.ProcessEnv = {}): void {
  const [file = "", ...args] = command;
  const startedAt = performance.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(file, args, { cwd: root, stdio: "inherit", env: { ...env, ...extraEnv } });
  console.log(
    `── ${name}: ${status === 0 ? "ok" : "FAILED"} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failedParts.push(name);
}

const vitestReport = join(reports, "vitest.json");

const pnpm = ["npx", "--yes", "pnpm@12", "run"];

part("sdk build", [process.execPath, "sdk/build.ts"]);
part("lint", [...pnpm, "lint"]);
part("types", [...pnpm, "typecheck"]);
part("unused code", [...pnpm, "unused"]);
part("sdk sizes", [...pnpm, "size"]);
part("unit, workerd and chDB tests", [
  bin("vitest"),
  "run",
  // On two cores Vitest would use one: much of what tests do is to wait for a process beside them.
  "--maxWorkers=2",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${vitestReport}`,
]);
const playwrightReports = [
  // These wait for timers most of the time, so two at once take half as long.
  browserPart("browser tests of the SDK", ["--project=sdk", "--workers=2"]),
  browserPart("timed ones, other engines, and the whole path", [
    "--project=sdk-timed",
    "--project=engines",
    "--project=e2e",
  ]),
];

const counts = [vitestCounts(vitestReport), ...playwrightReports.map(playwrightCounts)].reduce((sum, each) => ({
  passed: sum.passed + each.passed,
  failed: sum.failed + each.failed,
  skipped: sum.skipped + each.skipped,
}));
rmSync(reports, { recursive: true, force: true });

if (failedParts.length > 0) console.log(`\nFailed: ${failedParts.join(", ")}.`);
console.log(
  `\ntests: ${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
);
process.exitCode = failedParts.length > 0 || counts.passed === 0 ? 1 : 0;

/** @returns where its report lies. */
function browserPart(name: string, flags: string[]): string {
  const report = join(reports, `${name}.json`);
  part(name, [bin("playwright"), "test", "--reporter=list,json", ...flags], {
    CHROMIUM_PATH: requireChromium(env),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return report;
}

function vitestCounts(file: string): Counts {
  const report = readReport(file);
  return {
    passed: report["numPassedTests"] ?? 0,
    failed: report["numFailedTests"] ?? 0,
    skipped: (report["numPendingTests"] ?? 0) + (report["numTodoTests"] ?? 0),
  };
}

function playwrightCounts(file: string): Counts {
  const stats: Record<string, number> = readReport(file)["stats"] ?? {};
  return {
    passed: (stats["expected"] ?? 0) + (stats["flaky"] ?? 0),
    failed: stats["unexpected"] ?? 0,
    skipped: stats["skipped"] ?? 0,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the reports are the runners' own JSON; every field read has a default.
function readReport(file: string): Record<string, any> {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // The runner died before it wrote its report; its part is counted as failed.
    return {};
  }
}

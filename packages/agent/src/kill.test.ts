import { expect, it } from "vitest";
import { makeFolder } from "../test/agent-of.ts";
import { killRun } from "../test/kill-run.ts";

it("no line is lost or repeated when the agent is killed and files are rotated", { timeout: 40_000 }, async () => {
  const report = await killRun({ kills: 6, folder: makeFolder(), random: Math.random });
  expect(report).toMatchObject({ lost: 0, repeated: 0 });
  expect(report.written).toBeGreaterThan(1_000);
});

import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/chromium.ts";

const executablePath = findChromium(process.env);

/** These look at what leaves within some milliseconds, so nothing else runs beside them. */
const timed = /(delivery|faults|fetch-later|page-views|offline)\.spec\.ts$/;

/** Browser tests: the SDK on fixture pages, and the whole path of an event. Chromium is the machine's own. */
export default defineConfig({
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  outputDir: "test-results",
  use: {
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "sdk", testDir: "sdk/test/browser", testIgnore: timed },
    { name: "sdk-timed", testDir: "sdk/test/browser", testMatch: timed },
    { name: "engines", testDir: "sdk/test/engines" },
    { name: "e2e", testDir: "e2e" },
  ],
});

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LaunchOptions } from "@playwright/test";

/** Opens an address in a Chromium that nobody drives: under DevTools, and so under Playwright, no page is ever prerendered. */
export async function openAlone(url: string, { executablePath, args = [] }: LaunchOptions) {
  const profile = await mkdtemp(join(tmpdir(), "perigee-chromium-"));
  const options = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
  const browser = spawn(executablePath ?? "chromium", [...options, ...args, url], { stdio: "ignore" });
  return {
    async stop() {
      const ended = new Promise((resolve) => browser.once("exit", resolve));
      browser.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** The Chromium of this machine: CHROMIUM_PATH, then PATH, then the one Playwright downloaded. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env["PATH"] ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = [env["CHROMIUM_PATH"], ...onPath, chromium.executablePath()];
  return candidates.find((path) => path !== undefined && path !== "" && existsSync(path));
}

/** Finds Chromium or installs it: from Debian's packages as root, else by Playwright. Says what to do where neither works. */
export function requireChromium(env: NodeJS.ProcessEnv): string {
  const found = findChromium(env);
  if (found) return found;
  console.log("No Chromium found; installing one…");
  const asRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  try {
    if (asRoot) {
      execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
      execFileSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: "inherit" });
    } else {
      execFileSync("npx", ["playwright", "install", "chromium"], { stdio: "inherit" });
    }
  } catch (error) {
    throw new Error("Chromium could not be installed. Install it yourself and set CHROMIUM_PATH to it.", {
      cause: error,
    });
  }
  const installed = findChromium(env);
  if (!installed) throw new Error("Chromium was installed but is not found. Set CHROMIUM_PATH to it.");
  return installed;
}

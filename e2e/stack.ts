import { type SpawnedStack, spawnStack } from "@perigee/local";
import { test as base } from "@playwright/test";

/** `test` with the whole stack behind it, started once by the same command as `npm start`, on free ports. */
export const test = base.extend<object, { stack: SpawnedStack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies off this pattern.
    async ({}, use) => {
      const stack = await spawnStack(["--seed-events", "5000"]);
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 8 * 60_000 },
  ],
});

import { defineConfig } from "vitest/config";

/** One project a package, each in its own runtime: Node, workerd, chDB. `pnpm vitest run --project schema` runs one. */
export default defineConfig({
  test: {
    projects: [
      "packages/*/vitest.config.ts",
      "workers/*/vitest.config.ts",
      "sdk/vitest.config.ts",
      "apps/*/vitest.config.ts",
    ],
    coverage: { provider: "istanbul", include: ["**/src/**/*.{ts,tsx}"], exclude: ["**/*.test.ts"] },
  },
});

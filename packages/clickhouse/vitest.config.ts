import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "clickhouse",
    include: ["src/**/*.test.ts"],
    globalSetup: "test/start-clickhouse.ts",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

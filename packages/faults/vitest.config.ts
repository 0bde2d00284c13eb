import { defineConfig } from "vitest/config";

export default defineConfig({
  // A process of its own: the Workers' runtime is killed as a child of ours, and no other test may have one there.
  test: { name: "faults", include: ["src/**/*.test.ts"], pool: "forks", testTimeout: 90_000, hookTimeout: 120_000 },
});

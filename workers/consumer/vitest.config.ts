import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => ({
      wrangler: { configPath: "../../wrangler.toml", environment: "consumer" },
      miniflare: {
        bindings: { ...inject("clickhouse"), METRICS_TOKEN: "metrics-token", FAULTS_URL: inject("faultsUrl") },
      },
    })),
  ],
  test: {
    name: "consumer",
    include: ["src/**/*.test.ts"],
    globalSetup: "test/node/clickhouse.ts",
    isolate: false,
    // Its files share one proxy with the faults that they set, so they run one by one, behind the other projects.
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

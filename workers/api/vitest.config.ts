import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { readMigrations } from "@perigee/control-plane/migrate";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => {
      const { url, user, password, database } = inject("clickhouse");
      return {
        wrangler: { configPath: "../../wrangler.toml", environment: "api" },
        miniflare: {
          bindings: {
            CLICKHOUSE_URL: url,
            CLICKHOUSE_USER: user,
            CLICKHOUSE_PASSWORD: password,
            CLICKHOUSE_DATABASE: database,
            AUTH_SECRET: "Zt2fVb8Q0yKx4LwN7cRj5HsD1mGpAe9U",
            METRICS_TOKEN: "metrics-token",
            SETUP_TOKEN: "a-token-for-tests-alone",
            DASHBOARD_URL: "http://localhost:3001",
            SIGN_INS_PER_MINUTE: "5",
            MIGRATIONS: readMigrations(),
          },
        },
      };
    }),
  ],
  test: {
    name: "api",
    include: ["{src,test}/**/*.test.ts"],
    globalSetup: "test/clickhouse.ts",
    // The first request of each file loads the whole Worker.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

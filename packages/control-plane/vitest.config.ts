import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { readMigrations } from "./src/migrate.ts";

export default defineConfig({
  plugins: [
    cloudflareTest({
      miniflare: {
        compatibilityDate: "2026-11-01",
        compatibilityFlags: ["nodejs_compat"],
        d1Databases: ["DB"],
        kvNamespaces: ["KEYS"],
        bindings: { MIGRATIONS: readMigrations() },
      },
    }),
  ],
  test: { name: "control-plane", include: ["src/**/*.test.ts"] },
});

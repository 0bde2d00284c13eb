import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "log-parsing", include: ["src/**/*.test.ts"] } });

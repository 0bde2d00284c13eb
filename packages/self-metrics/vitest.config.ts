import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "self-metrics", include: ["src/**/*.test.ts"] } });

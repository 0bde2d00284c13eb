import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "demo-api", include: ["src/**/*.test.ts"] } });

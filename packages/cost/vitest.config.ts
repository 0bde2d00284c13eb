import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "cost", include: ["src/**/*.test.ts"] } });

import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "doors", include: ["src/**/*.test.ts"] } });

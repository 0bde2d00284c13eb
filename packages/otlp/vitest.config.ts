import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "otlp", isolate: false, include: ["{src,test}/**/*.test.ts"], hookTimeout: 60_000 },
});

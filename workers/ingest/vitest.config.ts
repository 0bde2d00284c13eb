import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** The queue's other end: keeps what it is given in its memory, and hands it out by RPC as it came. */
const recorder = `
  import { WorkerEntrypoint } from "cloudflare:workers";
  const messages = [];
  export default class Recorder extends WorkerEntrypoint {
    queue(batch) { for (const message of batch.messages) messages.push(message.body); }
    take(projectId) {
      const taken = messages.filter((message) => message.projectId === projectId);
      for (const message of taken) messages.splice(messages.indexOf(message), 1);
      return taken;
    }
  }`;

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "../../wrangler.toml", environment: "ingest" },
      miniflare: {
        bindings: {
          VISITOR_SALT: "only-for-tests-only-for-tests",
          METRICS_TOKEN: "metrics-token",
          FUZZ_RUNS: process.env["FUZZ_RUNS"] ?? "3000",
        },
        // All tests come from one address.
        ratelimits: { GUESSES: { namespace_id: "1000", simple: { limit: 1_000_000_000, period: 60 } } },
        serviceBindings: { RECORDER: "recorder" },
        workers: [
          {
            name: "recorder",
            modules: true,
            script: recorder,
            compatibilityDate: "2026-11-01",
            queueConsumers: {
              "perigee-events-0": { maxBatchTimeout: 0.05 },
              "perigee-events-1": { maxBatchTimeout: 0.05 },
            },
          },
        ],
      },
    }),
  ],
  // One workerd for all files: tests keep apart by projects of their own.
  test: {
    name: "ingest",
    include: ["src/**/*.test.ts"],
    isolate: false,
    testTimeout: process.env["FUZZ_RUNS"] ? 1_800_000 : 60_000,
  },
});

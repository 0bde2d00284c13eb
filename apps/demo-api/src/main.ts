import { parseArgs } from "node:util";
import { serve } from "@hono/node-server";
import { shopApi } from "./shop-api.ts";
import { openStock } from "./stock.ts";
import { stopTelemetry } from "./telemetry.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "3002" } } });
const server = serve({ fetch: shopApi(openStock()).fetch, hostname: "127.0.0.1", port: Number(values.port) });

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close(async () => {
      await stopTelemetry();
      process.exit();
    });
  });
}

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { edgeKeyName, hashKey } from "@perigee/schema";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { workerBundle } from "../../packages/local/src/stack/bundle-worker.ts";

export const origin = "https://shop.example";

export const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

export const metricsToken = "a token that is only used here";

/** `apiKey` is that of a page, `serverKey` that of a server. */
export type Door = { url: string; apiKey: string; serverKey: string; stop: () => Promise<void> };

/**
 * One Worker with the bindings of ingest, and a consumer that acknowledges; as the local stack runs them, without its other Workers,
 * without its spool, and with no limit on what one address may send. `overrides` are Miniflare options of the Worker.
 */
export async function startDoor(entry: string, overrides: object = {}): Promise<Door> {
  const bundle = await workerBundle(entry);
  const code = (await bundle.rebuild()).outputFiles[0]?.text ?? "";
  await bundle.dispose();
  const configPath = join(import.meta.dirname, "../../wrangler.toml");
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath, "ingest");
  const module = (contents: string) => [{ type: "ESModule" as const, path: "index.mjs", contents }];
  const producers = Object.values(workerOptions["queueProducers"] as Record<string, { queueName: string }>);
  const queueConsumers = producers.map(({ queueName }) => [queueName, { maxBatchSize: 100, maxBatchTimeout: 0.2 }]);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      workers: [
        {
          ...workerOptions,
          name: "door",
          modules: module(code),
          bindings: {
            ...(workerOptions["bindings"] as object),
            VISITOR_SALT: randomBytes(32).toString("hex"),
            METRICS_TOKEN: metricsToken,
          },
          ratelimits: Object.fromEntries(
            ["GUESSES", "ABUSE"].map((limiter) => [
              limiter,
              { namespace_id: limiter, simple: { limit: 1_000_000_000, period: 60 } },
            ]),
          ),
          ...overrides,
        },
        {
          name: "sink",
          modules: module("export default { queue(batch) { batch.ackAll(); } };"),
          compatibilityDate: "2026-11-01",
          queueConsumers: Object.fromEntries(queueConsumers),
        },
      ],
    }),
  );
  const url = String(await miniflare.ready);
  const keys = await miniflare.getKVNamespace("KEYS", "door");
  const edgeKey = {
    keyId: "bench",
    projectId: 1,
    origins: [origin],
    retentionDays: 90,
    revoked: false,
  };
  const makeKey = async (kind: "public" | "secret") => {
    const apiKey = `${kind === "public" ? "pk" : "sk"}_${randomBytes(16).toString("hex")}`;
    await keys.put(edgeKeyName(await hashKey(apiKey)), JSON.stringify({ ...edgeKey, kind }));
    return apiKey;
  };
  return { url, apiKey: await makeKey("public"), serverKey: await makeKey("secret"), stop: () => miniflare.dispose() };
}

// Prints the Miniflare options of every Worker in wrangler.toml as JSON. A process of its own: wrangler takes 260 MB
// and 1.7 s to load, which the running stack should not carry.
import { unstable_getMiniflareWorkerOptions } from "wrangler";

const [configPath, ...environments] = process.argv.slice(2);
if (!configPath) throw new Error("usage: worker-config.ts <wrangler.toml> <environment…>");

const options = environments.map((environment) => {
  const { workerOptions, main } = unstable_getMiniflareWorkerOptions(configPath, environment);
  return { environment, main, workerOptions };
});
process.stdout.write(JSON.stringify(options));

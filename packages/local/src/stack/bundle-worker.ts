import { builtinModules } from "node:module";
import { type BuildContext, context, type Plugin } from "esbuild";

/** Bundles one Worker as wrangler does for workerd: one ES module, Node's built-in modules left to the runtime. */
export function workerBundle(entry: string): Promise<BuildContext<{ write: false }>> {
  return context({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    sourcemap: "inline",
    sourcesContent: false,
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".txt": "text", ".sql": "text" },
    logLevel: "silent",
    plugins: [nodePrefix],
  });
}

/** Packages that still import `crypto` rather than `node:crypto` mean the same module. */
const nodePrefix: Plugin = {
  name: "node-prefix",
  setup(build) {
    const bare = new RegExp(`^(${builtinModules.filter((name) => !name.startsWith("_")).join("|")})$`);
    build.onResolve({ filter: bare }, ({ path }) => ({ path: `node:${path}`, external: true }));
  },
};

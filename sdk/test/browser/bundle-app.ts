import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const dist = join(import.meta.dirname, "../../dist");

/** The pages are typed by the sources, which need no build, and made of what is published. */
const takeBuilt: Plugin = {
  name: "take-built",
  setup({ onResolve }) {
    onResolve({ filter: /src\/(react\/|next\/)?index\.ts$/ }, ({ path }) => {
      const [, entry = "index"] = /(react|next)\/index/.exec(path) ?? [];
      return { path: join(dist, `${entry}.js`) };
    });
  },
};

/** A page's program as a bundler makes it. */
export async function bundleApp(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, file)],
    plugins: [takeBuilt],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    // Strict mode renders twice in development only. The others are what Next's own bundler fills in.
    define: { "process.env.NODE_ENV": '"development"', "process.env": "{}", __dirname: '"/"' },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

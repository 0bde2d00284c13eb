import { join } from "node:path";
import { answers, type Child, startChild, waitUntilReady } from "./child.ts";
import { host, urlOf } from "./options.ts";

const exitWithParent = new URL(`./exit-with-parent.ts?parent=${process.pid}`, import.meta.url).href;

export type AppOptions = {
  root: string;
  name: "dashboard" | "demo";
  port: number;
  env: NodeJS.ProcessEnv;
  logFile: string;
  dev: boolean;
  onChild: (child: Child) => void;
};

/** Runs one of the Next.js apps (built before, or by `next dev`) and waits until it answers. */
export async function startApp(options: AppOptions): Promise<void> {
  const cwd = join(options.root, "apps", options.name);
  const next = join(cwd, "node_modules", "next", "dist", "bin", "next");
  const child = await startChild({
    name: options.name,
    args: [
      "--import",
      exitWithParent,
      next,
      options.dev ? "dev" : "start",
      "--port",
      String(options.port),
      "--hostname",
      host,
    ],
    cwd,
    env: { ...options.env, NODE_ENV: options.dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" },
    logFile: options.logFile,
  });
  options.onChild(child);
  await waitUntilReady(child, options.logFile, () => answers(urlOf(options.port)));
}

export type BackEndOptions = Omit<AppOptions, "name" | "dev">;

/** Runs the shop's back end under the stock OpenTelemetry SDK, which `env` tells where to send, and waits until it answers. */
export async function startBackEnd({ root, port, env, logFile, onChild }: BackEndOptions): Promise<void> {
  const cwd = join(root, "apps", "demo-api");
  const child = await startChild({
    name: "demo-api",
    args: ["--import", exitWithParent, "--import", "./src/telemetry.ts", "src/main.ts", "--port", String(port)],
    cwd,
    env,
    logFile,
  });
  onChild(child);
  await waitUntilReady(child, logFile, () => answers(`${urlOf(port)}/health`));
}

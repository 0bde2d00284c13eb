import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { snippet } from "../../src/snippet.ts";
import { answerApi } from "./api.ts";

const pages = join(import.meta.dirname, "pages");
const dist = join(import.meta.dirname, "../../dist");
/** The library whose values ours are compared with. */
const webVitals = fileURLToPath(import.meta.resolve("web-vitals/attribution"));

const types: Record<string, string> = { html: "text/html", js: "text/javascript", svg: "image/svg+xml" };

/**
 * Serves the pages and the built SDK. `/hang` never answers, `/api/` does as api.ts says; any other address is `spa.html`, as on a real
 * single-page application. `?server-timing=` comes back as that header, and
 * `?traceparent=` in `traced.html`.
 */
export async function startSite(sinkUrl: string) {
  if (!existsSync(join(dist, "index.js"))) throw new Error("build the SDK first: pnpm --filter @perigee/browser build");

  const fileOf = (path: string) => {
    if (path.startsWith("/sdk/")) return join(dist, path.slice(5));
    if (path === "/web-vitals.js") return webVitals;
    const page = join(pages, path.slice(1) || "spa.html");
    return existsSync(page) ? page : join(pages, "spa.html");
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://site");
    if (pathname === "/hang") return;
    const serverTiming = searchParams.get("server-timing");
    if (serverTiming) response.setHeader("server-timing", serverTiming);
    if (pathname.startsWith("/api/")) {
      void answerApi(request, response);
      return;
    }
    const file = fileOf(pathname);
    const type = types[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    response.setHeader("content-type", type);
    if (file.endsWith("csp.html")) response.setHeader("content-security-policy", strictPolicy(sinkUrl));
    const told = {
      "{{SINK}}": sinkUrl,
      "{{TRACEPARENT}}": searchParams.get("traceparent") ?? "",
      "<!-- snippet -->": `<script>${snippet}</script>`,
    };
    const fill = (html: string) =>
      Object.entries(told).reduce((text, [name, value]) => text.replaceAll(name, value), html);
    response.end(type === "text/html" ? fill(readFileSync(file, "utf8")) : readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const strictPolicy = (sinkUrl: string) =>
  `default-src 'none'; script-src 'self'; connect-src ${sinkUrl}; require-trusted-types-for 'script'; trusted-types 'none'`;

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const pages = join(import.meta.dirname, "pages");
const dist = join(import.meta.dirname, "../../dist");

const types: Record<string, string> = { html: "text/html", js: "text/javascript", svg: "image/svg+xml" };

/** Serves the pages and the built SDK. `/hang` never answers; any other address is `spa.html`, as on a real single-page application. */
export async function startSite(sinkUrl: string) {
  if (!existsSync(join(dist, "index.js"))) throw new Error("build the SDK first: pnpm --filter @perigee/browser build");

  const fileOf = (path: string) => {
    if (path.startsWith("/sdk/")) return join(dist, path.slice(5));
    const page = join(pages, path.slice(1) || "spa.html");
    return existsSync(page) ? page : join(pages, "spa.html");
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    if (pathname === "/hang") return;
    const file = fileOf(pathname);
    const type = types[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    response.setHeader("content-type", type);
    if (file.endsWith("csp.html")) response.setHeader("content-security-policy", strictPolicy(sinkUrl));
    response.end(
      type === "text/html" ? readFileSync(file, "utf8").replaceAll("{{SINK}}", sinkUrl) : readFileSync(file),
    );
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

import { join } from "node:path";
import type { NextConfig } from "next";

const workspaceRoot = join(import.meta.dirname, "../..");

/**
 * The ingest address is only known when the server starts, while these headers are fixed when it is built:
 * so this policy leaves connect-src and script-src open and closes what never varies.
 */
const contentSecurityPolicy = "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const config: NextConfig = {
  poweredByHeader: false,
  turbopack: { root: workspaceRoot },
  outputFileTracingRoot: workspaceRoot,
  headers: () =>
    Promise.resolve([
      {
        source: "/(.*)",
        headers: [
          { key: "Content-Security-Policy", value: contentSecurityPolicy },
          { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=()" },
        ],
      },
    ]),
};

export default config;

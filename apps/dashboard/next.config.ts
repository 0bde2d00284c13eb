import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

const workspaceRoot = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Next writes inline bootstrap scripts, and a nonce would need proxy.ts, which OpenNext cannot run: hence 'unsafe-inline'.
 * Everything else comes from this origin; the API is reached through /api.
 */
function contentSecurityPolicy(development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export default function nextConfig(phase: string): NextConfig {
  return {
    poweredByHeader: false,
    transpilePackages: ["@perigee/schema", "@perigee/clickhouse"],
    turbopack: { root: workspaceRoot },
    outputFileTracingRoot: workspaceRoot,
    headers: () =>
      Promise.resolve([
        {
          source: "/:path*",
          headers: [
            { key: "Content-Security-Policy", value: contentSecurityPolicy(phase === PHASE_DEVELOPMENT_SERVER) },
            { key: "X-Content-Type-Options", value: "nosniff" },
            { key: "X-Frame-Options", value: "DENY" },
            { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
            { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
          ],
        },
      ]),
  };
}

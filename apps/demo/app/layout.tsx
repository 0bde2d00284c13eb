import "@fontsource-variable/inter/opsz.css";
import "./globals.css";
import { TraceLink } from "@perigee/browser/next/server";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Footer } from "../src/shell/footer.tsx";
import { Header } from "../src/shell/header.tsx";
import { readShopConfig } from "../src/shop.config.ts";
import { SentPanel } from "../src/telemetry/sent-panel.tsx";
import { ShopTelemetry } from "../src/telemetry/shop-telemetry.tsx";

export const metadata: Metadata = {
  title: { default: "Small Orbit: instruments for people who look up", template: "%s · Small Orbit" },
  description: "Small telescopes, star charts and models of the sky. A demonstration shop of Perigee.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f8f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1114" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The key and the addresses belong to whoever starts the server, so no page may be finished at build time.
  await connection();
  return (
    <html lang="en">
      <head>
        {/* Says nothing until an instrumentation.ts registers OpenTelemetry; then each page load is a part of the server's trace. */}
        <TraceLink />
      </head>
      <body className="flex min-h-dvh flex-col">
        <ShopTelemetry config={readShopConfig()}>
          <Header />
          <main id="content" tabIndex={-1} className="min-h-dvh flex-1 outline-none">
            {children}
          </main>
          <Footer />
          <SentPanel />
        </ShopTelemetry>
      </body>
    </html>
  );
}

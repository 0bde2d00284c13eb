"use client";

import { PerigeeNext } from "@perigee/browser/next";
import { createContext, type ReactNode, use } from "react";
import type { ShopConfig } from "../shop.config.ts";
import { perigeeOptions } from "./perigee.ts";
import { Visitor } from "./visitor.tsx";

const ConfigContext = createContext<ShopConfig | null>(null);

/** Perigee for the whole shop. In a file of its own that says "use client", since `beforeSend` is a function, which no server can hand over. */
export function ShopTelemetry({ config, children }: { config: ShopConfig; children: ReactNode }) {
  return (
    <ConfigContext value={config}>
      <PerigeeNext options={perigeeOptions(config)}>
        <Visitor />
        {children}
      </PerigeeNext>
    </ConfigContext>
  );
}

export function useShopConfig(): ShopConfig {
  const config = use(ConfigContext);
  if (!config) throw new Error("useShopConfig is called outside ShopTelemetry");
  return config;
}

"use client";

import { createContext, type ReactNode, use, useState } from "react";
import type { ShopConfig } from "../shop.config.ts";
import { startPerigee } from "./perigee.ts";

const ConfigContext = createContext<ShopConfig | null>(null);

export function PerigeeProvider({ config, children }: { config: ShopConfig; children: ReactNode }) {
  useState(() => startPerigee(config));
  return <ConfigContext value={config}>{children}</ConfigContext>;
}

export function useShopConfig(): ShopConfig {
  const config = use(ConfigContext);
  if (!config) throw new Error("useShopConfig is called outside PerigeeProvider");
  return config;
}

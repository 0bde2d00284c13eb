"use client";

import { type ReactNode, useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * Shows `fallback` on the server and during hydration, then `children`. What depends on the reader's clock and time zone
 * cannot be rendered on the server without being corrected a moment later.
 */
export function ClientOnly({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return hydrated ? children : fallback;
}

"use client";

import { useSyncExternalStore } from "react";

/** Where a panel has room beside what it tells about; Tailwind's `lg`. */
const wide = "(min-width: 1024px)";

const subscribe = (onChange: () => void) => {
  const query = window.matchMedia(wide);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
};

export const useIsWide = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(wide).matches,
    () => true,
  );

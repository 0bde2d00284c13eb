"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

/** How often the page asks again by itself, milliseconds. */
export const livePaces = { off: 0, "5s": 5_000, "10s": 10_000, "30s": 30_000, "1m": 60_000, "5m": 300_000 } as const;
export type LivePace = keyof typeof livePaces;
export const livePaceNames = Object.keys(livePaces) as LivePace[];

type Clock = {
  /** The moment all ranges of the page are worked out for, so that all its cards agree. */
  now: number;
  /** Moves the page to this moment: every range gets a new end, every query a new key. */
  refresh: () => void;
};

const ClockContext = createContext<Clock | null>(null);

export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error("useClock needs a ClockProvider above it");
  return clock;
}

export function useLivePace() {
  const [pace, setPace] = useQueryState("live", parseAsStringLiteral(livePaceNames).withDefault("off"));
  return { pace, setPace };
}

/** Refreshes at the chosen pace while the page can be seen, and at once when it is seen again. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(Date.now);
  const refresh = useCallback(() => setNow(Date.now()), []);
  const { pace } = useLivePace();
  useEffect(() => {
    if (livePaces[pace] === 0) return;
    const ifSeen = () => document.visibilityState === "visible" && refresh();
    const timer = setInterval(ifSeen, livePaces[pace]);
    document.addEventListener("visibilitychange", ifSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ifSeen);
    };
  }, [pace, refresh]);
  return <ClockContext value={{ now, refresh }}>{children}</ClockContext>;
}

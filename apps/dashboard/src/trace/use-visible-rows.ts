"use client";

import { type RefObject, useEffect, useState } from "react";

/** Rows beyond the edges of the window that are there before they are scrolled to. */
const overscan = 12;

/** Which of many rows of one height the window shows: from the first (included) to the last (excluded). */
export function useVisibleRows(
  list: RefObject<HTMLElement | null>,
  { count, rowHeight }: { count: number; rowHeight: number },
) {
  const [shown, setShown] = useState({ first: 0, last: 60 });
  useEffect(() => {
    const look = () => {
      if (!list.current) return;
      const { top } = list.current.getBoundingClientRect();
      const first = Math.max(0, Math.floor(-top / rowHeight) - overscan);
      const last = Math.ceil((window.innerHeight - top) / rowHeight) + overscan;
      setShown((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [list, rowHeight]);
  return { first: Math.min(shown.first, count), last: Math.min(shown.last, count) };
}

"use client";

import { useEffect, useState } from "react";

const arrivesAfterMs = 1_600;

/** Arrives late and takes its room from everything below: the layout shift of this page. */
export function LateForecast() {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsThere(true), arrivesAfterMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isThere) return null;
  return (
    <aside aria-label="Forecast" className="bg-brass-soft py-20">
      <div className="page">
        <p className="font-medium text-[28px] tracking-[-0.02em]">Tonight: clear until two</p>
        <p className="mt-1">The moon rises late. Jupiter stands in the south by ten. Take a scarf.</p>
      </div>
    </aside>
  );
}

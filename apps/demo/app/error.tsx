"use client";

import { useEffect } from "react";
import { reportError } from "../src/telemetry/perigee.ts";

/** React keeps an error of rendering to itself once it is caught here, so it is reported by hand. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  useEffect(() => reportError(error), [error]);
  return (
    <div className="page pt-20">
      <h1 className="font-medium text-[28px]">This page broke</h1>
      <p className="mt-2 text-muted">The error was reported. Trying again may help.</p>
      <p className="mt-6">
        <button type="button" className="button" onClick={reset}>
          Try again
        </button>
      </p>
    </div>
  );
}

"use client";

import { usePerigee } from "@perigee/browser/react";
import { useEffect } from "react";

type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** Next's boundary tells nobody but this file, so it reports what was caught. The digest is what the server printed beside the same error. */
export default function PageError({ error, reset }: PageErrorProps) {
  const client = usePerigee();
  useEffect(() => {
    client.error(error, { mechanism: "react", props: error.digest ? { digest: error.digest } : {} });
  }, [client, error]);
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

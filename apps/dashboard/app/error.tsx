"use client";

import { Front } from "../src/shell/front.tsx";
import { Button } from "../src/ui/button.tsx";

/** In production Next hides what a server component threw, so this page names the usual cause and where the true one stands. */
export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <Front title="This page did not load">
      <p className="mb-4 text-muted">
        Most likely the API does not answer. Check that it runs and that PERIGEE_API_URL is right; the dashboard's log
        names the cause{error.digest ? ` under ${error.digest}` : ""}.
      </p>
      <Button onClick={() => window.location.reload()}>Try again</Button>
    </Front>
  );
}

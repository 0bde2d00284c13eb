"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { queryPath } from "../api/query-path.ts";
import { request } from "../api/request.ts";
import type { Row } from "../api/rows.ts";
import { useClock } from "../time/clock.tsx";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { snippets } from "./snippets.ts";

const pollMs = 3_000;
const placeholder = "pk_…";

/** The home of a project that never had an event: how to send the first one, with a key made here, and the wait for it. */
export function EmptyProject({ slug, ingestUrl }: { slug: string; ingestUrl: string }) {
  const making = useMutation({
    mutationFn: () =>
      request<{ secret: string }>(`/v1/projects/${slug}/keys`, {
        method: "POST",
        body: { kind: "public", name: "Browser" },
      }),
  });
  const key = making.data?.secret ?? placeholder;
  const { script, npm } = snippets({ ingestUrl, key });
  return (
    <section aria-label="First event" className="mx-auto flex max-w-[760px] flex-col gap-6 pt-8">
      <div>
        <h1 className="text-20 font-semibold">Send the first event</h1>
        <p className="mt-1 text-muted">
          Put one of these on your site. Page views, Web Vitals and errors follow by themselves.
        </p>
      </div>
      <div className="flex flex-col gap-2">
        <h2 className="text-14 font-semibold">1. Create a public key</h2>
        {making.data ? (
          <p className="text-13">
            <code className="font-mono break-all">{making.data.secret}</code>
            <span className="block text-muted">
              It is filled in below. Copy it now: only its hash is kept, so it is not shown again.
            </span>
          </p>
        ) : (
          <p className="text-13 text-muted">It may only send events, and only from this project's origins.</p>
        )}
        <div className="flex items-center gap-3">
          <Button kind={making.data ? "line" : "primary"} disabled={making.isPending} onClick={() => making.mutate()}>
            {making.data ? "Create another key" : "Create a public key"}
          </Button>
          {making.error && (
            <p role="alert" className="text-13 text-poor">
              {making.error.message}
            </p>
          )}
        </div>
      </div>
      <div className="flex flex-col gap-2">
        <h2 className="text-14 font-semibold">2. Add it to your pages</h2>
        <CodeBlock name="Script tag" code={script} />
        <p className="text-12 text-muted">or, with a bundler:</p>
        <CodeBlock name="npm" code={npm} />
      </div>
      <FirstEvent slug={slug} />
    </section>
  );
}

/** Looks every three seconds and moves the page on when something has come. */
function FirstEvent({ slug }: { slug: string }) {
  const { now, refresh } = useClock();
  const { data, error } = useQuery({
    queryKey: ["first-event", slug],
    queryFn: async ({ signal }) => {
      const range = { from: now - 86_400_000, to: Date.now() + 1 };
      const path = queryPath({ project: slug, name: "overview" }, range);
      const { rows } = await request<{ rows: Row<"overview">[] }>(path, { signal });
      return (rows[0]?.sessions ?? 0) + (rows[0]?.pageviews ?? 0);
    },
    refetchInterval: pollMs,
    meta: { background: true },
  });
  useEffect(() => {
    if (data) refresh();
  }, [data, refresh]);
  return (
    <p role="status" className="flex items-center gap-2 border-line border-t pt-4 text-13 text-muted">
      <span aria-hidden="true" className="size-2 rounded-full border border-muted" />
      {error ? error.message : "Waiting for the first event. This page moves on when it comes."}
    </p>
  );
}

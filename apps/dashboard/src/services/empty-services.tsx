"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "../api/request.ts";
import { useClock } from "../time/clock.tsx";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { snippets } from "./snippets.ts";

const pollMs = 3_000;
const placeholder = "sk_…";

/** The list of a project that never heard of a service: how to send the first record, with a key made here, and the wait for it. */
export function EmptyServices({ slug, ingestUrl }: { slug: string; ingestUrl: string }) {
  const making = useMutation({
    mutationFn: () =>
      request<{ secret: string }>(`/v1/projects/${slug}/keys`, {
        method: "POST",
        body: { kind: "secret", name: "OpenTelemetry" },
      }),
  });
  const { sdk, line } = snippets({ ingestUrl, key: making.data?.secret ?? placeholder });
  return (
    <section aria-label="First service" className="mx-auto flex max-w-[760px] flex-col gap-6 pt-8">
      <div>
        <h1 className="text-20 font-semibold">Hear of the first service</h1>
        <p className="mt-1 text-muted">
          Services are listed by themselves once they send logs, spans or metrics. There is nothing of ours to install:
          any OpenTelemetry SDK or Collector sends here as it is.
        </p>
      </div>
      <div className="flex flex-col gap-2">
        <h2 className="text-14 font-semibold">1. Create a secret key</h2>
        {making.data ? (
          <p className="text-13">
            <code className="font-mono break-all">{making.data.secret}</code>
            <span className="block text-muted">
              It is filled in below. Copy it now: only its hash is kept, so it is not shown again.
            </span>
          </p>
        ) : (
          <p className="text-13 text-muted">It may only send. Keep it on your servers.</p>
        )}
        <div className="flex items-center gap-3">
          <Button kind={making.data ? "line" : "primary"} disabled={making.isPending} onClick={() => making.mutate()}>
            {making.data ? "Create another key" : "Create a secret key"}
          </Button>
          {making.error && (
            <p role="alert" className="text-13 text-poor">
              {making.error.message}
            </p>
          )}
        </div>
      </div>
      <div className="flex flex-col gap-2">
        <h2 className="text-14 font-semibold">2. Start a service with it</h2>
        <CodeBlock name="OpenTelemetry, any language" code={sdk} />
        <p className="text-12 text-muted">or, to try it, a single line:</p>
        <CodeBlock name="curl" code={line} />
      </div>
      <FirstService slug={slug} />
    </section>
  );
}

/** Looks every three seconds and moves the page on when a service was heard of. */
function FirstService({ slug }: { slug: string }) {
  const { refresh } = useClock();
  const { data, error } = useQuery({
    queryKey: ["first-service", slug],
    queryFn: async ({ signal }) => {
      const { services } = await request<{ services: unknown[] }>(`/v1/projects/${slug}/services?limit=1`, { signal });
      return services.length;
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
      {error ? error.message : "Waiting for the first record. This page moves on when it comes."}
    </p>
  );
}

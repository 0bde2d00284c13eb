"use client";

import { request } from "../api/request.ts";
import { FirstKey, useFirstKey } from "../first/first-key.tsx";
import { WaitForFirst } from "../first/wait-for-first.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { snippets } from "./snippets.ts";

const placeholder = "sk_…";

/** The list of a project that never heard of a service: how to send the first record, with a key made here, and the wait for it. */
export function EmptyServices({ slug, ingestUrl }: { slug: string; ingestUrl: string }) {
  const making = useFirstKey(slug, { kind: "secret", name: "OpenTelemetry" });
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
      <FirstKey making={making} kind="secret" note="It may only send. Keep it on your servers." />
      <div className="flex flex-col gap-2">
        <h2 className="text-14 font-semibold">2. Start a service with it</h2>
        <CodeBlock name="OpenTelemetry, any language" code={sdk} />
        <p className="text-12 text-muted">or, to try it, a single line:</p>
        <CodeBlock name="curl" code={line} />
      </div>
      <WaitForFirst what="record" slug={slug} count={(signal) => countServices(slug, signal)} />
    </section>
  );
}

async function countServices(slug: string, signal: AbortSignal): Promise<number> {
  const { services } = await request<{ services: unknown[] }>(`/v1/projects/${slug}/services?limit=1`, { signal });
  return services.length;
}

"use client";

import { queryPath } from "../api/query-path.ts";
import { request } from "../api/request.ts";
import type { Row } from "../api/rows.ts";
import { FirstKey, useFirstKey } from "../first/first-key.tsx";
import { WaitForFirst } from "../first/wait-for-first.tsx";
import { useClock } from "../time/clock.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { snippets } from "./snippets.ts";

const placeholder = "pk_…";

/** The home of a project that never had an event: how to send the first one, with a key made here, and the wait for it. */
export function EmptyProject({ slug, ingestUrl }: { slug: string; ingestUrl: string }) {
  const { now } = useClock();
  const making = useFirstKey(slug, { kind: "public", name: "Browser" });
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
      <FirstKey making={making} kind="public" note="It may only send events, and only from this project's origins." />
      <div className="flex flex-col gap-2">
        <h2 className="text-14 font-semibold">2. Add it to your pages</h2>
        <CodeBlock name="Script tag" code={script} />
        <p className="text-12 text-muted">or, with a bundler:</p>
        <CodeBlock name="npm" code={npm} />
      </div>
      <WaitForFirst what="event" slug={slug} count={(signal) => countEvents(slug, now, signal)} />
    </section>
  );
}

async function countEvents(slug: string, now: number, signal: AbortSignal): Promise<number> {
  const path = queryPath({ project: slug, name: "overview" }, { from: now - 86_400_000, to: Date.now() + 1 });
  const { rows } = await request<{ rows: Row<"overview">[] }>(path, { signal });
  return (rows[0]?.sessions ?? 0) + (rows[0]?.pageviews ?? 0);
}

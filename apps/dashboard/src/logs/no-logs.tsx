"use client";

import Link from "next/link";
import { useRows } from "../api/use-rows.ts";
import { useTime } from "../time/time-state.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { EmptyNote } from "../ui/rows-state.tsx";
import { filtersOf } from "./log-choice.ts";
import { useLogChoice } from "./log-state.ts";

/** Nothing fits what was asked for, or nothing was ever sent. */
export function NoLogs({ project, ingestUrl }: { project: string; ingestUrl: string }) {
  const { choice, clear } = useLogChoice();
  const { selection, choose } = useTime();
  const isChosen = choice.text !== "" || choice.severity.length > 0 || filtersOf(choice).length > 0;
  const { data: services } = useRows({ project, name: "services" }, { limit: 1_000 });
  const isSilent = services?.every(({ signals }) => !signals.includes("logs"));
  if (isSilent) return <FirstLogs project={project} ingestUrl={ingestUrl} />;
  return (
    <>
      <EmptyNote>
        {isChosen ? "No log record of this range is like that." : "No log records in this range."}
        {choice.text !== "" && " The search finds whole words: “pay” is not in “payment”."}
      </EmptyNote>
      <div className="flex justify-center gap-2 pb-8">
        {isChosen && <Button onClick={clear}>Clear search and filters</Button>}
        {selection.period !== "30d" && <Button onClick={() => choose("30d")}>Last 30 days</Button>}
      </div>
    </>
  );
}

/** The API does not take what the address asks for, and says why. */
export function RefusedSearch({ reason }: { reason: string }) {
  const { clear } = useLogChoice();
  return (
    <div role="alert">
      <EmptyNote>The search was refused: {reason}.</EmptyNote>
      <div className="flex justify-center pb-8">
        <Button onClick={clear}>Clear search and filters</Button>
      </div>
    </div>
  );
}

/** How to send the first record. */
function FirstLogs({ project, ingestUrl }: { project: string; ingestUrl: string }) {
  const curl = [
    `curl "${ingestUrl}/v1/logs" -H "x-api-key: sk_…" -H "content-type: application/json" \\`,
    `  -d '[{"service_name":"api","level":"INFO","message":"hello"}]'`,
  ].join("\n");
  const environment = [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${ingestUrl}`,
    `OTEL_EXPORTER_OTLP_HEADERS="x-api-key=sk_…"`,
    "OTEL_SERVICE_NAME=api",
  ].join("\n");
  return (
    <section aria-label="First log record" className="mx-auto mt-8 flex max-w-[760px] flex-col gap-3">
      <h2 className="text-16 font-semibold">Send the first log record</h2>
      <p className="text-13 text-muted">
        Any OpenTelemetry SDK or collector can, and so can anything that posts JSON. Create a secret key under{" "}
        <Link href={`/${project}/settings`} prefetch={false} className="text-accent underline">
          Settings
        </Link>{" "}
        and put it in.
      </p>
      <CodeBlock name="OpenTelemetry" code={environment} />
      <CodeBlock name="JSON" code={curl} />
    </section>
  );
}

"use client";

import type { Service, Signal } from "@perigee/schema";
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { exactCount, shortCount } from "../format/number.ts";
import { RelativeTime } from "../ui/relative-time.tsx";

const none = <span className="text-muted">–</span>;

/** What people say about a service and since when it has been heard of; the places of these until they are known. */
export function ServiceFacts({ service }: { service: Service | undefined }) {
  const facts: [name: string, value: ReactNode][] = [
    ["Owner team", service && (service.ownerTeam || none)],
    ["Tier", service && (service.tier ?? none)],
    ["First seen", service && <RelativeTime at={service.firstSeen} />],
    ["Last seen", service && <RelativeTime at={service.lastSeen} />],
    ["Environments", service && <Environments of={service} />],
    ["Last 24 hours", service && <LastDay of={service.lastDay} />],
  ];
  return (
    <>
      {service?.description && (
        <p className="mt-1 max-w-[760px] text-pretty break-words whitespace-pre-wrap text-muted">
          {service.description}
        </p>
      )}
      {service && service.links.length > 0 && <Links links={service.links} />}
      <dl className="my-4 grid grid-cols-2 gap-x-3 gap-y-3 border-line border-y py-3 sm:grid-cols-3 sm:gap-x-6 lg:grid-cols-[1fr_64px_1fr_1fr_1.5fr_2fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-12 text-muted">{name}</dt>
            <dd className="text-13 break-words tabular-nums">{value ?? <Blank />}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const Blank = () => <span aria-hidden="true" className="my-1 block h-3 w-16 rounded bg-sunken" />;

const Links = ({ links }: { links: Service["links"] }) => (
  <ul aria-label="Links" className="mt-1 flex flex-wrap gap-x-4">
    {links.map(({ title, url }, index) => (
      <li key={`${index} ${url}`} className="min-w-0">
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          title={url}
          className="inline-flex h-7 max-w-full items-center gap-1 rounded text-13 text-accent hover:underline"
        >
          <span className="truncate">{title}</span>
          <ExternalLink size={12} className="shrink-0" aria-hidden="true" />
        </a>
      </li>
    ))}
  </ul>
);

function Environments({ of: { environments } }: { of: Service }) {
  if (environments.length === 0) return none;
  return environments.map(({ name, signals }, index) => (
    <span key={name} title={signals.join(", ")}>
      {index > 0 && ", "}
      {name || "unknown"}
    </span>
  ));
}

const signalNames: Record<Signal, string> = { events: "events", logs: "logs", metrics: "points", spans: "spans" };

function LastDay({ of }: { of: Service["lastDay"] }) {
  const sent = Object.entries(of).filter(([, count]) => count > 0) as [Signal, number][];
  if (sent.length === 0) return none;
  return sent.map(([signal, count], index) => (
    <span key={signal} title={exactCount(count)}>
      {index > 0 && ", "}
      {shortCount(count)} {signalNames[signal]}
    </span>
  ));
}

import Link from "next/link";
import { counted, exactCount } from "../format/number.ts";
import { browserService, noService, type TraceTree } from "./trace-tree.ts";

type LegendProps = { project: string; services: TraceTree["services"]; colours: ReadonlyMap<string, string> };

/** Who took part, in which colour, and how much of it failed; each service leads to its page. */
export function ServiceLegend({ project, services, colours }: LegendProps) {
  return (
    <ul aria-label="Services" className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-12">
      {services.map(({ name, lines, failed }) => (
        <li key={name} className="flex h-6 items-center gap-1.5 tabular-nums">
          <span aria-hidden="true" className="size-2 rounded-full" style={{ background: colours.get(name) }} />
          {name === browserService || name === noService ? (
            <span>{name}</span>
          ) : (
            <Link href={serviceHref(project, name)} prefetch={false} className="rounded hover:underline">
              {name}
            </Link>
          )}
          <span className="text-muted" title={counted(lines, "line")}>
            {exactCount(lines)}
          </span>
          {failed > 0 && <span className="font-medium text-poor">{exactCount(failed)} failed</span>}
        </li>
      ))}
    </ul>
  );
}

export const serviceHref = (project: string, name: string): string =>
  `/${project}/services/${encodeURIComponent(name)}`;

"use client";

import clsx from "clsx";
import { Boxes, ChartLine, Logs } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTimeQuery } from "../time/time-query.ts";

const pages = [
  { path: "", name: "Overview", icon: ChartLine, below: ["/sessions"] },
  { path: "/services", name: "Services", icon: Boxes, below: ["/services"] },
  { path: "/logs", name: "Logs", icon: Logs, below: ["/logs", "/traces"] },
] as const;

/** The project's pages: words in the top bar, on phones a bar at the bottom, where a thumb is. The range of time goes along. */
export function ProjectNav({ slug }: { slug: string }) {
  const path = usePathname().slice(`/${slug}`.length);
  const query = useTimeQuery();
  return (
    <nav
      aria-label="Project"
      className="flex gap-1 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:justify-around max-md:border-line max-md:border-t max-md:bg-bg max-md:pb-[env(safe-area-inset-bottom)] md:mx-2"
    >
      {pages.map(({ path: own, name, icon: Icon, below }) => {
        const isHere = path === own || below.some((start) => path === start || path.startsWith(`${start}/`));
        return (
          <Link
            key={name}
            href={`/${slug}${own}${query}`}
            prefetch={false}
            aria-current={isHere ? (path === own ? "page" : "true") : undefined}
            className={clsx(
              "flex items-center rounded text-13 font-medium max-md:h-12 max-md:flex-1 max-md:flex-col max-md:justify-center max-md:text-12 md:h-8 md:px-2",
              isHere ? "text-accent md:bg-accent-soft" : "text-muted hover:text-text md:hover:bg-sunken",
            )}
          >
            <Icon size={18} aria-hidden="true" className="md:hidden" />
            {name}
          </Link>
        );
      })}
    </nav>
  );
}

import { Settings } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "../ui/button.tsx";
import { Mark } from "./mark.tsx";
import { ProjectNav } from "./project-nav.tsx";
import { type ProjectName, ProjectSwitcher } from "./project-switcher.tsx";

/** The line at the top: where one is on the left, what one can do on the right. */
export function TopBar(props: {
  projects: readonly ProjectName[];
  current: ProjectName;
  /** Stands beside the project on every width. */
  status?: ReactNode;
  children?: ReactNode;
  /** Stands at the far right on every width. */
  menu: ReactNode;
}) {
  return (
    <header className="sticky top-0 z-20 border-line border-b bg-bg">
      <div className="mx-auto flex max-w-[1200px] items-center gap-2 px-4 py-2 max-lg:flex-wrap">
        <Link href="/" prefetch={false} aria-label="Perigee" title="Perigee" className="rounded p-1 text-accent">
          <Mark size={22} />
        </Link>
        <ProjectSwitcher projects={props.projects} current={props.current} />
        <ProjectNav slug={props.current.slug} />
        {props.status}
        <div className="flex-1" />
        <div className="flex lg:order-last">
          <Link
            href={`/${props.current.slug}/settings`}
            prefetch={false}
            aria-label="Settings"
            title="Settings"
            className={buttonClass("plain", true)}
          >
            <Settings size={18} aria-hidden="true" />
          </Link>
          {props.menu}
        </div>
        {props.children && (
          <div className="flex items-center justify-between gap-2 max-lg:w-full">{props.children}</div>
        )}
      </div>
    </header>
  );
}

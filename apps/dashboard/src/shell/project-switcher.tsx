"use client";

import { ChevronsUpDown } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "../ui/button.tsx";
import { onDemand } from "../ui/on-demand.tsx";
import type { ProjectMenuProps } from "./project-menu.tsx";

export type ProjectName = { slug: string; name: string };

const ProjectMenu = onDemand<ProjectMenuProps>(() => import("./project-menu.tsx").then((loaded) => loaded.ProjectMenu));

/** The project that is shown, and the way to the others. */
export function ProjectSwitcher({ projects, current }: { projects: readonly ProjectName[]; current: ProjectName }) {
  const [open, setOpen] = useState(false);
  const face = (
    <button
      type="button"
      className={`${buttonClass("plain")} min-w-0 shrink px-2 font-semibold`}
      aria-label={`Project: ${current.name}`}
    >
      <span className="truncate text-14 text-text">{current.name}</span>
      <ChevronsUpDown size={14} className="shrink-0 text-muted" aria-hidden="true" />
    </button>
  );
  return <ProjectMenu face={face} open={open} onOpenChange={setOpen} projects={projects} current={current} />;
}

"use client";

import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import { floatClass, floatItemClass } from "../ui/floating.ts";
import type { FloatProps } from "../ui/on-demand.tsx";
import type { ProjectName } from "./project-switcher.tsx";

export type ProjectMenuProps = FloatProps & { projects: readonly ProjectName[]; current: ProjectName };

export function ProjectMenu({ face, open, onOpenChange, projects, current }: ProjectMenuProps) {
  return (
    <Menu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Menu.Trigger render={face} />
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4} className="z-40">
          <Menu.Popup className={`${floatClass} min-w-48 p-1`}>
            {projects.map(({ slug, name }) => (
              <Menu.LinkItem key={slug} className={floatItemClass} closeOnClick render={<Link href={`/${slug}`} />}>
                <span className="flex-1 truncate">{name}</span>
                {slug === current.slug && <Check size={14} className="text-accent" aria-label="shown now" />}
              </Menu.LinkItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

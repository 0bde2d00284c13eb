"use client";

import type { Project } from "@perigee/schema";
import type { ProjectName } from "../shell/project-switcher.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { UserMenu } from "../shell/user-menu.tsx";
import { ClockProvider } from "../time/clock.tsx";
import { BackLink } from "../ui/back-link.tsx";
import { ClientOnly } from "../ui/client-only.tsx";
import { ProgressLine } from "../ui/progress-line.tsx";
import { GeneralSection } from "./general-section.tsx";
import { IntakeSection } from "./intake-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { RedactionSection } from "./redaction-section.tsx";

type SettingsProps = { projects: readonly ProjectName[]; project: Project; email: string };

/** How a project is called, what it takes in, what is taken out of that, and the keys to it. */
export function Settings({ projects, project, email }: SettingsProps) {
  return (
    <ClientOnly fallback={null}>
      <ClockProvider>
        <ProgressLine />
        <TopBar projects={projects} current={project} menu={<UserMenu email={email} />} />
        <main className="mx-auto max-w-[1200px] px-4 pt-4 pb-16">
          <BackLink href={`/${project.slug}`}>{project.name}</BackLink>
          <h1 className="mt-2 mb-4 text-20 font-semibold">Settings</h1>
          <GeneralSection project={project} />
          <IntakeSection project={project} />
          <RedactionSection project={project} />
          <KeysSection slug={project.slug} />
        </main>
      </ClockProvider>
    </ClientOnly>
  );
}

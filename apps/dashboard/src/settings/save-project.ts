import type { Project, ProjectSettingsChange } from "@perigee/schema";
import type { z } from "zod";
import { request } from "../api/request.ts";

type ProjectChange = Partial<Pick<Project, "name" | "origins" | "retentionDays">> & {
  settings?: z.input<typeof ProjectSettingsChange>;
};

/** Answers the project as it is now. Throws ApiFailure. */
export const saveProject = (slug: string, change: ProjectChange): Promise<Project> =>
  request<Project>(`/v1/projects/${slug}`, { method: "PATCH", body: change });

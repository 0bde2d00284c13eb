import type { Project, ProjectSettingsChange } from "@perigee/schema";
import type { FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import type { z } from "zod";
import { ApiFailure, request } from "../api/request.ts";

type ProjectChange = Partial<Pick<Project, "name" | "origins" | "retentionDays">> & {
  settings?: z.input<typeof ProjectSettingsChange>;
};

/** Answers the project as it is now. Throws ApiFailure. */
export const saveProject = (slug: string, change: ProjectChange): Promise<Project> =>
  request<Project>(`/v1/projects/${slug}`, { method: "PATCH", body: change });

/**
 * Shows what the API refused at the field that it named, where the form has one of that name (`fields`: the beginnings of such names),
 * and under the form otherwise.
 */
export function showFailure<Values extends FieldValues>(
  failure: unknown,
  { setError, fields }: { setError: UseFormSetError<Values>; fields: readonly FieldPath<Values>[] },
): void {
  if (!(failure instanceof ApiFailure)) throw failure;
  const path = failure.field?.replace(/^settings\./, "") ?? "";
  const known = fields.find((field) => path === field || path.startsWith(`${field}.`));
  setError(known ?? "root", { message: failure.message });
}

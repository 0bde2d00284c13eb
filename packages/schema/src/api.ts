import { z } from "zod";
import type { FailureType } from "./failures.ts";
import { ProjectSettings } from "./project-settings.ts";
import { BatchAnswer } from "./wire-batch.ts";

/** What every door answers when it refuses. `type` is one of the closed list in failures.ts. */
export const ErrorAnswer = z.object({
  error: z.object({ type: z.string(), message: z.string(), field: z.string().optional() }),
  /** Only where every event of a batch was refused. */
  rejected: BatchAnswer.shape.rejected.optional(),
});
export type ErrorAnswer = {
  error: { type: FailureType; message: string; field?: string };
  rejected?: BatchAnswer["rejected"];
};

/** A project as its members see it. */
export const Project = z.object({
  id: z.int().min(1),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name: z.string().min(1).max(100),
  origins: z.array(z.string()),
  retentionDays: z.int().min(1).max(3_650),
  settings: ProjectSettings,
  createdAt: z.iso.datetime(),
});
export type Project = z.infer<typeof Project>;

/** A project in the list of a member's own. */
export const MemberProject = Project.extend({
  /** What this member's role allows in it, such as `service.change`; workers/api/src/auth/roles.ts has all of them. */
  permissions: z.array(z.string()),
});
export type MemberProject = z.infer<typeof MemberProject>;

/** A key as its project's members see it: never its text, which is shown once when it is made. */
export const ProjectKey = z.object({
  id: z.string(),
  kind: z.enum(["public", "secret", "read"]),
  /** First characters, to tell keys apart. */
  start: z.string(),
  name: z.string().max(100),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ProjectKey = z.infer<typeof ProjectKey>;

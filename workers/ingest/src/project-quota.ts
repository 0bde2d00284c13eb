import { DurableObject } from "cloudflare:workers";

/** Counts what a project has sent, one object a project. */
export class ProjectQuota extends DurableObject {}

export { account, rateLimit, session, user, verification } from "./auth-tables.ts";
export { syncEdge } from "./edge.ts";
export { createKey, listKeys, NewKey, revokeKey } from "./keys.ts";
export { ProposedLogPipelines } from "./log-pipelines.ts";
export { createOwner, hasOwner, type NewOwner, type Owner } from "./owner.ts";
export {
  createProject,
  findMembership,
  listMemberships,
  listRoles,
  NewProject,
  ProjectChange,
  type Role,
  updateProject,
} from "./projects.ts";
export { changeServiceNotes, findServiceNotes, findServicesOfTeam } from "./services.ts";
export { type Database, openStores, type Stores } from "./stores.ts";
export { members, organisations } from "./tables.ts";

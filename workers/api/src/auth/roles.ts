import type { Role } from "@perigee/control-plane";

/** Who may do what: one row a permission. */
const permissions = {
  "query.run": ["owner", "admin", "member", "viewer"],
  "project.create": ["owner", "admin"],
  "project.change": ["owner", "admin"],
  "key.list": ["owner", "admin", "member"],
  "key.create": ["owner", "admin"],
  "key.revoke": ["owner", "admin"],
  "service.see": ["owner", "admin", "member", "viewer"],
  "service.change": ["owner", "admin", "member"],
  "letter.see": ["owner", "admin", "member", "viewer"],
  "letter.settle": ["owner", "admin"],
  "log-pipeline.test": ["owner", "admin", "member"],
  "archive.see": ["owner", "admin", "member", "viewer"],
  "archive.restore": ["owner", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export const may = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role);

export const permissionsOf = (role: Role): Permission[] =>
  (Object.keys(permissions) as Permission[]).filter((permission) => may(role, permission));

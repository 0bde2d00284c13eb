import type { ProjectSettings, ServiceNotes } from "@perigee/schema";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { user } from "./auth-tables.ts";

/** Who owns what. ClickHouse knows a project only by `projects.id`, the edge only by what KV holds of its keys. */

const createdAt = () =>
  integer("created_at", { mode: "timestamp_ms" })
    .notNull()
    .$defaultFn(() => new Date());

export const organisations = sqliteTable("organisations", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: createdAt(),
});

const organisationId = () =>
  integer("organisation_id")
    .notNull()
    .references(() => organisations.id, { onDelete: "cascade" });

export const roleNames = ["owner", "admin", "member", "viewer"] as const;

export const members = sqliteTable(
  "members",
  {
    organisationId: organisationId(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: text("role", { enum: roleNames }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.userId] }), index("members_user_id").on(table.userId)],
);

export const projects = sqliteTable(
  "projects",
  {
    /** Never reused, since ClickHouse may still hold rows of a deleted project: hence AUTOINCREMENT. */
    id: integer("id").primaryKey({ autoIncrement: true }),
    organisationId: organisationId(),
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    origins: text("origins", { mode: "json" }).$type<string[]>().notNull(),
    retentionDays: integer("retention_days").notNull(),
    /** Sections that were never changed are left out, so that they follow the defaults. */
    settings: text("settings", { mode: "json" }).$type<Partial<ProjectSettings>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [index("projects_organisation_id").on(table.organisationId)],
);

export const keys = sqliteTable(
  "keys",
  {
    id: text("id").primaryKey(),
    projectId: integer("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["public", "secret", "read"] }).notNull(),
    name: text("name").notNull(),
    /** SHA-256 of the key: its text is nowhere stored. */
    hash: text("hash").notNull().unique(),
    start: text("start").notNull(),
    createdAt: createdAt(),
    revokedAt: integer("revoked_at", { mode: "timestamp_ms" }),
  },
  (table) => [index("keys_project_id").on(table.projectId)],
);

/** What people say about services. Which there are, telemetry says: a service without a row here has no notes yet. */
export const services = sqliteTable(
  "services",
  {
    projectId: integer("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    ownerTeam: text("owner_team").notNull().default(""),
    description: text("description").notNull().default(""),
    tier: integer("tier"),
    links: text("links", { mode: "json" }).$type<ServiceNotes["links"]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name] })],
);

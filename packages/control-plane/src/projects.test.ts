import { beforeAll, describe, expect, it } from "vitest";
import { openMigratedStores } from "../test/stores.ts";
import {
  createProject,
  findMembership,
  listMemberships,
  listRoles,
  NewProject,
  ProjectChange,
  updateProject,
} from "./projects.ts";

let world: Awaited<ReturnType<typeof openMigratedStores>>;
beforeAll(async () => {
  world = await openMigratedStores();
});

const create = (wanted: Partial<NewProject> & { name: string }) =>
  createProject(world.stores, { ...NewProject.parse(wanted), organisationId: world.owner.organisationId });

describe("createProject", () => {
  it("makes the slug from the name and fills in defaults", async () => {
    const answer = await create({ name: "Café & Brötchen!" });
    expect(answer).toMatchObject({ ok: true, value: { slug: "cafe-brotchen", origins: [], retentionDays: 90 } });
  });

  it("gives rising ids", async () => {
    const [one, two] = [await create({ name: "one" }), await create({ name: "two" })];
    expect(one.ok && two.ok && two.value.id - one.value.id).toBe(1);
  });

  it("refuses a slug that is taken, naming the field", async () => {
    expect(await create({ name: "Other", slug: "shop" })).toMatchObject({
      ok: false,
      failure: { type: "conflict", field: "slug" },
    });
  });

  it("refuses a name of which no slug can be made", async () => {
    expect(await create({ name: "日本" })).toMatchObject({
      ok: false,
      failure: { type: "invalid-params", field: "slug" },
    });
  });

  it.each(["Shop", "-shop", "sh op", "", "a".repeat(64), "sh/op"])("has no project with the slug %j", (slug) => {
    expect(NewProject.safeParse({ name: "x", slug }).error?.issues[0]?.path).toEqual(["slug"]);
  });

  it.each([
    [{ name: " " }, "name"],
    [{ name: "x", retentionDays: 0 }, "retentionDays"],
    [{ name: "x", retentionDays: 1.5 }, "retentionDays"],
    [{ name: "x", origins: "https://shop.example" }, "origins"],
  ])("refuses %j", (wanted, field) => {
    expect(NewProject.safeParse(wanted).error?.issues[0]?.path[0]).toBe(field);
  });
});

describe("membership", () => {
  it("shows a member the projects of the organisation, with the role", async () => {
    const { stores, owner, project } = world;
    expect(await listMemberships(stores, owner.userId)).toContainEqual({ project, role: "owner" });
    expect(await findMembership(stores, { userId: owner.userId, slug: "shop" })).toEqual({ project, role: "owner" });
    expect(await listRoles(stores, owner.userId)).toEqual([{ organisationId: owner.organisationId, role: "owner" }]);
  });

  it("shows a stranger nothing", async () => {
    expect(await listMemberships(world.stores, "stranger")).toEqual([]);
    expect(await findMembership(world.stores, { userId: "stranger", slug: "shop" })).toBeUndefined();
    expect(await findMembership(world.stores, { userId: world.owner.userId, slug: "nowhere" })).toBeUndefined();
  });
});

describe("updateProject", () => {
  it("changes the settings section by section", async () => {
    const made = await create({ name: "settings" });
    if (!made.ok) throw new Error(made.failure.message);
    const change = (settings: object) =>
      updateProject(world.stores, { projectId: made.value.id, ...ProjectChange.parse({ settings }) });
    await change({ sampling: { rate: 0.5 } });
    await change({ quota: { eventsPerMinute: 10 } });
    const changed = await change({ quota: { eventsPerDay: 900 } });
    expect(changed.ok && changed.value.settings).toEqual({
      ...made.value.settings,
      sampling: { rate: 0.5, slowMs: 2_000 },
      quota: { eventsPerMinute: null, eventsPerDay: 900 },
    });
  });

  it.each([{ sampling: { rate: 2 } }, { redaction: { rules: [{ name: "X" }] } }])("refuses %j", (settings) => {
    expect(ProjectChange.safeParse({ settings }).error?.issues[0]?.path[0]).toBe("settings");
  });

  it("changes what is named and keeps the rest", async () => {
    const { stores, project } = world;
    const change = ProjectChange.parse({ retentionDays: 7 });
    expect(await updateProject(stores, { projectId: project.id, ...change })).toEqual({
      ok: true,
      value: { ...project, retentionDays: 7 },
    });
  });

  it("takes an empty change", async () => {
    const answer = await updateProject(world.stores, { projectId: world.project.id });
    expect(answer).toMatchObject({ ok: true, value: { name: "Shop" } });
  });

  it("refuses a project that is not there", async () => {
    expect(await updateProject(world.stores, { projectId: 999, name: "x" })).toMatchObject({
      ok: false,
      failure: { type: "not-found" },
    });
  });
});

import { ServiceChange } from "@perigee/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { openMigratedStores } from "../test/stores.ts";
import { createProject, NewProject } from "./projects.ts";
import { changeServiceNotes, findServiceNotes, findServicesOfTeam } from "./services.ts";

let world: Awaited<ReturnType<typeof openMigratedStores>>;
beforeAll(async () => {
  world = await openMigratedStores();
});

const none = { ownerTeam: "", description: "", tier: null, links: [] };
const links = [{ title: "Runbook", url: "https://wiki.shop.example/checkout" }];

const notesOf = async (projectId: number, name: string) =>
  (await findServiceNotes(world.stores, { projectId, names: [name, "other"] }))(name);
const change = (name: string, change: ServiceChange, projectId = world.project.id) =>
  changeServiceNotes(world.stores, { projectId, name, change });

describe("notes of a service", () => {
  it("are empty until somebody says something", async () => {
    expect(await notesOf(world.project.id, "checkout")).toEqual(none);
  });

  it("are set field by field and keep the rest", async () => {
    await change("checkout", { ownerTeam: "Payments", tier: 1 });
    expect(await change("checkout", { links })).toEqual({ ...none, ownerTeam: "Payments", tier: 1, links });
    expect(await change("checkout", { tier: null })).toEqual({ ...none, ownerTeam: "Payments", links });
    expect(await change("checkout", {})).toEqual({ ...none, ownerTeam: "Payments", links });
    expect(await notesOf(world.project.id, "checkout")).toEqual({ ...none, ownerTeam: "Payments", links });
  });

  it("belong to one project alone", async () => {
    const { organisationId } = world.owner;
    const rival = await createProject(world.stores, { ...NewProject.parse({ name: "Rival" }), organisationId });
    if (!rival.ok) throw new Error(rival.failure.message);
    await change("api", { ownerTeam: "Ours" });
    await change("api", { ownerTeam: "Theirs" }, rival.value.id);
    expect(await notesOf(world.project.id, "api")).toMatchObject({ ownerTeam: "Ours" });
    expect(await notesOf(rival.value.id, "api")).toMatchObject({ ownerTeam: "Theirs" });
  });

  it("are found for more names than D1 takes parameters", async () => {
    await change("service 150", { ownerTeam: "Many" });
    const names = Array.from({ length: 200 }, (_, index) => `service ${index}`);
    const of = await findServiceNotes(world.stores, { projectId: world.project.id, names });
    expect(names.filter((name) => of(name).ownerTeam !== "")).toEqual(["service 150"]);
  });
});

describe("services of a team", () => {
  it.each([
    ["a part of its name, whatever the case", "ÜBER", ["stairs"]],
    ["a part that others share", "great", ["cart", "search"]],
    ["no team", "nobody", []],
    ["what LIKE would take for anything", "%", []],
  ])("are found by %s", async (_, team, found) => {
    await change("cart", { ownerTeam: "Great Shop" });
    await change("search", { ownerTeam: "great finders" });
    await change("stairs", { ownerTeam: "Die Überbauer" });
    const { id: projectId } = world.project;
    expect((await findServicesOfTeam(world.stores, { projectId, team })).toSorted()).toEqual(found);
    expect(await findServicesOfTeam(world.stores, { projectId: projectId + 1_000, team })).toEqual([]);
  });
});

describe("ServiceChange", () => {
  it.each([{}, { tier: 4 }, { tier: null }, { ownerTeam: "" }, { links: [] }, { links }])("takes %j", (given) => {
    expect(ServiceChange.safeParse(given).success).toBe(true);
  });

  it.each([
    ["tier", { tier: 0 }],
    ["tier", { tier: 5 }],
    ["ownerTeam", { ownerTeam: "x".repeat(101) }],
    ["description", { description: "x".repeat(2_001) }],
    ["links", { links: [{ title: "x", url: "javascript:alert(1)" }] }],
    ["links", { links: [{ title: "", url: "https://shop.example" }] }],
    ["links", { links: Array.from({ length: 21 }, () => links[0]) }],
  ])("refuses %s in %j", (field, given) => {
    expect(ServiceChange.safeParse(given).error?.issues[0]?.path[0]).toBe(field);
  });

  it("refuses what telemetry says", () => {
    expect(ServiceChange.safeParse({ name: "x" }).error?.issues[0]).toMatchObject({ keys: ["name"] });
  });
});

import { env } from "cloudflare:workers";
import { EdgeKey, edgeKeyName, hashKey } from "@perigee/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { openMigratedStores, withRefusingKv } from "../test/stores.ts";
import { syncEdge } from "./edge.ts";
import { createKey, listKeys, revokeKey } from "./keys.ts";
import { updateProject } from "./projects.ts";
import type { Stores } from "./stores.ts";

let world: Awaited<ReturnType<typeof openMigratedStores>>;
beforeAll(async () => {
  world = await openMigratedStores();
});

const edgeKeyOf = async (secret: string) =>
  EdgeKey.parse(await env.KEYS.get(edgeKeyName(await hashKey(secret)), "json"));

async function made(stores: Stores = world.stores) {
  const answer = await createKey(stores, { projectId: world.project.id, kind: "public", name: "web" });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

describe("createKey", () => {
  it("gives the text once, and the edge what it must know", async () => {
    const { key, secret } = await made();
    expect(secret.startsWith(key.start)).toBe(true);
    expect(await edgeKeyOf(secret)).toEqual({
      keyId: key.id,
      projectId: world.project.id,
      kind: "public",
      origins: ["https://shop.example"],
      retentionDays: 90,
      revoked: false,
      settings: world.project.settings,
    });
    expect(await listKeys(world.stores, world.project.id)).toContainEqual(key);
  });

  it("stores the text nowhere", async () => {
    const { secret } = await made();
    const { results } = await env.DB.prepare("SELECT * FROM keys").all();
    const { keys: names } = await env.KEYS.list();
    const values = await Promise.all(names.map(({ name }) => env.KEYS.get(name)));
    expect(JSON.stringify([results, names, values])).not.toContain(secret.slice(8));
  });

  it("makes none when the edge does not take it", async () => {
    const before = await listKeys(world.stores, world.project.id);
    const stores = withRefusingKv(world.stores, 1);
    expect(await createKey(stores, { projectId: world.project.id, kind: "read", name: "" })).toMatchObject({
      ok: false,
      failure: { type: "key-store-unavailable" },
    });
    expect(await listKeys(world.stores, world.project.id)).toEqual(before);
  });
});

describe("revokeKey", () => {
  it("tells the edge, and keeps the first time when repeated", async () => {
    const { key, secret } = await made();
    const first = await revokeKey(world.stores, { projectId: world.project.id, keyId: key.id });
    expect(first).toMatchObject({ ok: true, value: { revokedAt: expect.any(String) } });
    expect(await edgeKeyOf(secret)).toMatchObject({ revoked: true });
    expect(await revokeKey(world.stores, { projectId: world.project.id, keyId: key.id })).toEqual(first);
  });

  it("refuses a key of another project", async () => {
    const { key, secret } = await made();
    expect(await revokeKey(world.stores, { projectId: world.project.id + 1, keyId: key.id })).toMatchObject({
      ok: false,
      failure: { type: "not-found" },
    });
    expect(await edgeKeyOf(secret)).toMatchObject({ revoked: false });
  });

  it("says so when the edge did not take it, and repairs it when asked again", async () => {
    const { key, secret } = await made();
    const stores = withRefusingKv(world.stores, 1);
    const revoke = () => revokeKey(stores, { projectId: world.project.id, keyId: key.id });
    expect(await revoke()).toMatchObject({ ok: false, failure: { type: "key-store-unavailable" } });
    expect(await edgeKeyOf(secret)).toMatchObject({ revoked: false });
    expect(await revoke()).toMatchObject({ ok: true });
    expect(await edgeKeyOf(secret)).toMatchObject({ revoked: true });
  });
});

describe("the edge's copies", () => {
  it("follow the project's origins and retention, for every key", async () => {
    const [one, two] = [await made(), await made()];
    await updateProject(world.stores, { projectId: world.project.id, origins: ["*"], retentionDays: 30 });
    for (const { secret } of [one, two])
      expect(await edgeKeyOf(secret)).toMatchObject({ origins: ["*"], retentionDays: 30 });
  });

  it("are made again from D1 alone", async () => {
    const { key, secret } = await made();
    await revokeKey(world.stores, { projectId: world.project.id, keyId: key.id });
    for (const { name } of (await env.KEYS.list()).keys) await env.KEYS.delete(name);
    const all = await listKeys(world.stores, world.project.id);
    expect(await syncEdge(world.stores)).toEqual({ ok: true, value: { keys: all.length } });
    expect(await edgeKeyOf(secret)).toMatchObject({ keyId: key.id, revoked: true });
  });

  it("end up revoked when a revocation crosses a change of the project", async () => {
    const { key, secret } = await made();
    await Promise.all([
      updateProject(world.stores, { projectId: world.project.id, retentionDays: 45 }),
      revokeKey(world.stores, { projectId: world.project.id, keyId: key.id }),
      updateProject(world.stores, { projectId: world.project.id, retentionDays: 46 }),
    ]);
    expect(await edgeKeyOf(secret)).toMatchObject({ revoked: true });
  });
});

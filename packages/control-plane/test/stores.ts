import { env } from "cloudflare:workers";
import { applyMigrations } from "../src/migrate.ts";
import { createOwner } from "../src/owner.ts";
import { createProject, NewProject } from "../src/projects.ts";
import { openStores, type Stores } from "../src/stores.ts";

/** The real D1 and KV of workerd, migrated, with one organisation and one project in them. */
export async function openMigratedStores() {
  await applyMigrations(env.DB, env.MIGRATIONS);
  const stores = openStores(env);
  const owner = await createOwner(stores, {
    email: "Owner@shop.example",
    name: "Owner",
    passwordHash: "unused",
    organisation: "Shop",
  });
  if (!owner.ok) throw new Error(owner.failure.message);
  const project = await createProject(stores, {
    ...NewProject.parse({ name: "Shop", origins: ["https://shop.example"] }),
    organisationId: owner.value.organisationId,
  });
  if (!project.ok) throw new Error(project.failure.message);
  return { stores, owner: owner.value, project: project.value };
}

/** The same stores behind a KV that refuses its first `refusals` writes, as Cloudflare does at one write a second and key. */
export function withRefusingKv(stores: Stores, refusals: number): Stores {
  let left = refusals;
  const put: KVNamespace["put"] = (...args: unknown[]) =>
    left-- > 0
      ? Promise.reject(new Error("KV PUT failed: 429 Too Many Requests"))
      : Reflect.apply(stores.kv.put, stores.kv, args);
  return { ...stores, kv: new Proxy(stores.kv, { get: (kv, name) => (name === "put" ? put : Reflect.get(kv, name)) }) };
}

import { env } from "cloudflare:workers";
import {
  account,
  createProject,
  members,
  NewProject,
  openStores,
  organisations,
  type Role,
  user,
} from "@perigee/control-plane";
import { applyMigrations } from "@perigee/control-plane/migrate";
import type { Project } from "@perigee/schema";
import { createApi } from "../src/api.ts";
import { hashPassword } from "../src/auth/password.ts";
import { parseConfig } from "../src/config.ts";
import { openServices } from "../src/services.ts";
import { ask, cookiesOf, dashboard, owner, setUp, signIn } from "./api.ts";

export const migrate = () => applyMigrations(env.DB, env.MIGRATIONS);

const stores = openStores(env);
const ownOrganisation = 1;
const otherOrganisation = 2;

/** A migrated, set-up deployment with the owner signed in, the owner's project `shop` and, of strangers, the project `rival`. */
export async function openWorld() {
  await migrate();
  await setUp(env.SETUP_TOKEN);
  await stores.db.insert(organisations).values({ id: otherOrganisation, name: "Rival" });
  const shop = await addProject("shop", ownOrganisation);
  const rival = await addProject("rival", otherOrganisation);
  return { stores, shop, rival, session: await sessionOf(owner.email, owner.password) };
}

async function addProject(slug: string, organisationId: number): Promise<Project> {
  const made = await createProject(stores, { ...NewProject.parse({ name: slug }), organisationId });
  if (!made.ok) throw new Error(made.failure.message);
  return made.value;
}

/** Another user of the owner's organisation, signed in. */
export async function addMember(role: Role) {
  const email = `${role}@shop.example`;
  await stores.db.insert(user).values({ id: role, email, name: role });
  const password = await hashPassword(owner.password);
  await stores.db
    .insert(account)
    .values({ id: role, userId: role, accountId: role, providerId: "credential", password });
  await stores.db.insert(members).values({ organisationId: ownOrganisation, userId: role, role });
  return sessionOf(email, owner.password);
}

/** Headers as the dashboard's page in a signed-in browser sends them. */
async function sessionOf(email: string, password: string): Promise<Record<string, string>> {
  const answer = await signIn(email, password);
  if (!answer.ok) throw new Error(await answer.text());
  return { cookie: cookiesOf(answer), origin: dashboard };
}

/** Makes a key of a project over the API and gives its text. */
export async function makeKey(session: Record<string, string>, kind: string, slug = "shop") {
  const answer = await ask(`/v1/projects/${slug}/keys`, { headers: session, body: { kind, name: `a ${kind} key` } });
  return answer.json<{ key: { id: string }; secret: string }>();
}

/** The API with another configuration than the deployed Worker's. */
export function apiWith(changes: Record<string, string>) {
  const config = parseConfig({ ...env, ...changes });
  if (!config.ok) throw new Error(config.failure.message);
  return createApi(openServices(env, config.value));
}

import { fail, type Result, succeed } from "@perigee/schema";
import { account, user } from "./auth-tables.ts";
import type { Stores } from "./stores.ts";
import { members, organisations } from "./tables.ts";

/** The first organisation always has this id, so that of two set-ups at once the second hits its primary key. */
const firstOrganisationId = 1;

export type NewOwner = {
  email: string;
  name: string;
  /** As the API Worker's password check wants it. */
  passwordHash: string;
  organisation: string;
};

export type Owner = { userId: string; organisationId: number };

export const hasOwner = async ({ db }: Pick<Stores, "db">): Promise<boolean> =>
  (await db.select({ id: organisations.id }).from(organisations).limit(1).get()) !== undefined;

/** Makes the first organisation and its owner, who can then sign in; all in one transaction, once. */
export async function createOwner(stores: Pick<Stores, "db">, owner: NewOwner): Promise<Result<Owner>> {
  const userId = crypto.randomUUID();
  const { db } = stores;
  const { email, name, passwordHash, organisation } = owner;
  try {
    await db.batch([
      db.insert(organisations).values({ id: firstOrganisationId, name: organisation }),
      db.insert(user).values({ id: userId, email: email.toLowerCase(), name, emailVerified: true }),
      db.insert(account).values({
        id: crypto.randomUUID(),
        userId,
        accountId: userId,
        providerId: "credential",
        password: passwordHash,
      }),
      db.insert(members).values({ organisationId: firstOrganisationId, userId, role: "owner" }),
    ]);
  } catch (cause) {
    if (await hasOwner(stores)) return fail("conflict", { message: "The owner was made before. Sign in instead." });
    throw cause;
  }
  return succeed({ userId, organisationId: firstOrganisationId });
}

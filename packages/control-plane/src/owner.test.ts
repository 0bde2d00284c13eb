import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { applyMigrations } from "./migrate.ts";
import { createOwner, hasOwner } from "./owner.ts";
import { openStores } from "./stores.ts";

const owner = { email: "Owner@shop.example", name: "Owner", passwordHash: "hash", organisation: "Shop" };

describe("createOwner", () => {
  beforeAll(() => applyMigrations(env.DB, env.MIGRATIONS));

  it("makes one owner, however many ask at once", async () => {
    const stores = openStores(env);
    expect(await hasOwner(stores)).toBe(false);
    const answers = await Promise.all(
      ["a", "b", "c"].map((name) => createOwner(stores, { ...owner, email: `${name}@shop.example` })),
    );
    expect(answers.map((answer) => answer.ok || answer.failure.type).toSorted()).toEqual([
      "conflict",
      "conflict",
      true,
    ]);
    expect(await hasOwner(stores)).toBe(true);
    const counts = await env.DB.prepare(
      "SELECT (SELECT count(*) FROM user) AS users, (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM members) AS members",
    ).first();
    expect(counts).toEqual({ users: 1, accounts: 1, members: 1 });
  });
});

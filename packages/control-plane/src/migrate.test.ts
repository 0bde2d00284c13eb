import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { applyMigrations } from "./migrate.ts";

const names = env.MIGRATIONS.map(({ name }) => name);

describe("applyMigrations", () => {
  it("applies each migration once", async () => {
    expect(await applyMigrations(env.DB, env.MIGRATIONS)).toEqual(names);
    expect(await applyMigrations(env.DB, env.MIGRATIONS)).toEqual([]);
  });

  it("leaves a record in which Cloudflare's own tool finds nothing to do", async () => {
    const asWrangler = env.MIGRATIONS.map(({ name, statements }) => ({ name, queries: statements }));
    await applyD1Migrations(env.DB, asWrangler);
    const { results } = await env.DB.prepare(`SELECT name FROM "d1_migrations" ORDER BY id`).all();
    expect(results).toEqual(names.map((name) => ({ name })));
  });

  it("keeps nothing of a file of which one statement fails", async () => {
    const broken = {
      name: "9999_broken.sql",
      statements: ["CREATE TABLE half (id INTEGER)", "CREATE TABLE half (id INTEGER)"],
    };
    await expect(applyMigrations(env.DB, [broken])).rejects.toThrow();
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all();
    expect(results).toEqual([]);
  });
});

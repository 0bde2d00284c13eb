import { env } from "cloudflare:workers";
import { EdgeKey, edgeKeyName, hashKey, type MemberProject, type Project, type ProjectKey } from "@perigee/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { addMember, makeKey, openWorld } from "../../test/world.ts";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});

const create = (body: unknown) => ask("/v1/projects", { headers: world.session, body });
const change = (slug: string, body: unknown) =>
  ask(`/v1/projects/${slug}`, { method: "PATCH", headers: world.session, body });
const keysOf = async (slug: string) =>
  (await (await ask(`/v1/projects/${slug}/keys`, { headers: world.session })).json<{ keys: ProjectKey[] }>()).keys;
const edgeKeyOf = async (secret: string) =>
  EdgeKey.parse(await env.KEYS.get(edgeKeyName(await hashKey(secret)), "json"));

describe("projects", () => {
  it("are listed for their members only", async () => {
    const answer = await ask("/v1/projects", { headers: world.session });
    const { projects } = await answer.json<{ projects: Project[] }>();
    expect(projects.map(({ slug }) => slug)).toContain("shop");
    expect(projects.map(({ slug }) => slug)).not.toContain("rival");
  });

  it("are created", async () => {
    const answer = await create({ name: "New Shop", origins: ["https://New.example/"] });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      slug: "new-shop",
      origins: ["https://new.example"],
      retentionDays: 90,
    });
  });

  it.each([
    [{}, "invalid-params", "name"],
    [{ name: "x", slug: "Bad Slug" }, "invalid-params", "slug"],
    [{ name: "x", origins: ["nonsense"] }, "invalid-params", "origins.0"],
    [{ name: "x", retentionDays: 0 }, "invalid-params", "retentionDays"],
    [{ name: "x", slug: "shop" }, "conflict", "slug"],
    [{ name: "x", slug: "rival" }, "conflict", "slug"],
  ])("are refused for %j", async (body, type, field) => {
    expect(await errorOf(await create(body))).toMatchObject({ type, field });
  });

  it("are changed, and the edge with them", async () => {
    const { secret } = await makeKey(world.session, "public");
    const answer = await change("shop", { origins: ["https://*.shop.example"], retentionDays: 30 });
    expect(await answer.json()).toMatchObject({ origins: ["https://*.shop.example"], retentionDays: 30, name: "shop" });
    expect(await edgeKeyOf(secret)).toMatchObject({ origins: ["https://*.shop.example"], retentionDays: 30 });
  });

  it("are given settings by whole sections, and the edge with them", async () => {
    const { secret } = await makeKey(world.session, "public");
    const rules = [
      { name: "plate", selector: "props.*", pattern: { regex: "[A-Z]{2}-\\d{3}", ignoreCase: true }, method: "hash" },
    ];
    const sampling = { rate: 0.25, slowMs: 500 };
    const quota = { eventsPerMinute: 1_000, eventsPerDay: null };
    expect((await change("shop", { settings: { sampling, quota } })).status).toBe(200);
    const answer = await change("shop", { settings: { redaction: { rules } } });
    const settings = { redaction: { defaults: true, rules }, quota, sampling, archive: { rate: 0 } };
    expect(await answer.json()).toMatchObject({ settings });
    expect(await edgeKeyOf(secret)).toMatchObject({ settings });

    await change("shop", { settings: { sampling: {}, redaction: {}, quota: {} } });
    expect(await edgeKeyOf(secret)).toMatchObject({
      settings: {
        redaction: { defaults: true, rules: [] },
        quota: { eventsPerMinute: null, eventsPerDay: null },
        sampling: { rate: 1, slowMs: 2_000 },
      },
    });
  });

  const rule = { name: "plate", selector: "message", pattern: { regex: "x" }, method: "mask" };
  const rulesWith = (overrides: object) => ({ redaction: { rules: [rule, { ...rule, ...overrides }] } });

  it.each([
    [{ sampling: { rate: 0 } }, "settings.sampling.rate", "Too small"],
    [{ archive: { rate: 2 } }, "settings.archive.rate", "Too big"],
    [rulesWith({ selector: "mesage" }), "settings.redaction.rules.1.selector", "must be a text of an event"],
    [rulesWith({ name: "Plate No" }), "settings.redaction.rules.1.name", "lower-case letters"],
    [rulesWith({ method: "burn" }), "settings.redaction.rules.1.method", "Invalid option"],
    [rulesWith({ pattern: { regex: "(?=a)b" } }), "settings.redaction.rules.1.pattern.regex", "is no RE2 expression"],
    [rulesWith({ pattern: { regex: "a{900}" } }), "settings.redaction.rules.1.pattern.regex", "is too complex"],
  ])("are refused the settings %j", async (settings, field, message) => {
    expect(await errorOf(await change("shop", { settings }))).toMatchObject({
      type: "invalid-params",
      field,
      message: expect.stringContaining(message),
    });
  });

  it("are refused a bad change", async () => {
    expect(await errorOf(await change("shop", { origins: ["*", "ftp://x"] }))).toMatchObject({
      type: "invalid-params",
      field: "origins.1",
    });
  });
});

describe("keys", () => {
  it("show their text once", async () => {
    const { key, secret } = await makeKey(world.session, "read");
    expect(secret).toMatch(/^rk_[0-9A-Za-z]{43}$/);
    const listed = await keysOf("shop");
    expect(listed).toContainEqual(key);
    expect(JSON.stringify(listed)).not.toContain(secret.slice(8));
  });

  it("are revoked, at the edge too", async () => {
    const { key, secret } = await makeKey(world.session, "public");
    const path = `/v1/projects/shop/keys/${key.id}`;
    const answer = await ask(path, { method: "DELETE", headers: world.session });
    expect(await answer.json()).toMatchObject({ id: key.id, revokedAt: expect.any(String) });
    expect(await edgeKeyOf(secret)).toMatchObject({ revoked: true });
  });

  it("that are not there cannot be revoked", async () => {
    const answer = await ask("/v1/projects/shop/keys/none", { method: "DELETE", headers: world.session });
    expect(await errorOf(answer)).toMatchObject({ type: "not-found" });
  });

  it("are of three kinds and no other", async () => {
    const answer = await ask("/v1/projects/shop/keys", { headers: world.session, body: { kind: "master" } });
    expect(await errorOf(answer)).toMatchObject({ type: "invalid-params", field: "kind" });
  });
});

const routes = [
  ["GET", "/v1/projects/{slug}/keys", undefined],
  ["POST", "/v1/projects/{slug}/keys", { kind: "read" }],
  ["PATCH", "/v1/projects/{slug}", { name: "stolen" }],
  ["DELETE", "/v1/projects/{slug}/keys/any", undefined],
] as const;

describe.each(routes)("%s %s", (method, path, body) => {
  const send = (slug: string, headers: Record<string, string>) =>
    ask(path.replace("{slug}", slug), { method, headers, body });

  it("needs a session", async () => {
    expect(await errorOf(await send("shop", {}))).toMatchObject({ type: "unauthenticated" });
  });

  it("is not for read keys", async () => {
    const { secret } = await makeKey(world.session, "read");
    const answer = await send("shop", { authorization: `Bearer ${secret}` });
    expect(await errorOf(answer)).toMatchObject({ type: "key-not-allowed" });
  });

  it("answers for a project of others exactly as for none", async () => {
    const [others, none] = [await send("rival", world.session), await send("nowhere", world.session)];
    expect(others.status).toBe(403);
    expect(await others.text()).toBe(await none.text());
  });
});

describe("a change with a cookie", () => {
  it.each([
    ["no origin", {}],
    ["another origin", { origin: "https://evil.example" }],
    ["an opaque origin", { origin: "null" }],
  ])("is refused from %s", async (_, from) => {
    const headers = { cookie: world.session["cookie"] ?? "", ...from };
    const answer = await ask("/v1/projects", { headers, body: { name: "forged" } });
    expect(await errorOf(answer)).toMatchObject({ type: "origin-not-allowed" });
  });
});

describe("roles", () => {
  it.each([
    ["admin", [200, 200, 201]],
    ["member", [200, 403, 403]],
    ["viewer", [403, 403, 403]],
  ] as const)("answer a %s who lists keys, changes a project and creates one with %j", async (role, statuses) => {
    const headers = await addMember(role);
    const answers = [
      await ask("/v1/projects/shop/keys", { headers }),
      await ask("/v1/projects/shop", { method: "PATCH", headers, body: {} }),
      await ask("/v1/projects", { headers, body: { name: `by ${role}` } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    const listed = await (await ask("/v1/projects", { headers })).json<{ projects: MemberProject[] }>();
    const permissions = listed.projects.find(({ slug }) => slug === "shop")?.permissions ?? [];
    const asked = ["key.list", "project.change", "project.create"];
    expect(asked.map((permission) => permissions.includes(permission))).toEqual(statuses.map((status) => status < 400));
  });
});

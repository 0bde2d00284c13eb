import { env } from "cloudflare:workers";
import { mkdtempSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { owner } from "./api.ts";
import { apiUrl, credentials, run } from "./cli.ts";
import { migrate, openWorld } from "./world.ts";

let setUp: Awaited<ReturnType<typeof run>>;

beforeAll(async () => {
  await migrate();
  setUp = await run(["setup", "--organisation", "Shop", "--token", env.SETUP_TOKEN]);
  await openWorld();
});

describe("pnpm control-plane", () => {
  it("makes the owner", () => {
    expect(setUp).toEqual({ code: 0, text: "owner@shop.example now owns Shop.\n", error: "" });
  });

  it("makes a project and its keys, shows a key once, and revokes it", async () => {
    const made = await run([
      "project",
      "create",
      "Demo",
      "--origin",
      "http://localhost:3000",
      "--retention-days",
      "30",
    ]);
    expect(made).toMatchObject({
      code: 0,
      text: expect.stringMatching(/demo {2}Demo {2}http:\/\/localhost:3000 {2}30/),
    });

    const created = await run(["key", "create", "demo", "--kind", "public", "--name", "web", "--json"]);
    const { key, secret } = JSON.parse(created.text);
    expect(secret).toMatch(/^pk_/);

    const listed = await run(["key", "list", "demo"]);
    expect(listed.text).toContain(key.id);
    expect(listed.text).not.toContain(secret);

    const revoked = await run(["key", "revoke", "demo", key.id, "--json"]);
    expect(JSON.parse(revoked.text)).toMatchObject({ id: key.id, revokedAt: expect.any(String) });
  });

  it("lists projects as a table and as JSON", async () => {
    expect((await run(["project", "list"])).text).toMatch(/^id +slug +name +origins +retention days\n\d+ +shop/);
    expect(JSON.parse((await run(["project", "list", "--json"])).text)).toMatchObject({
      projects: [{ slug: "shop" }, {}],
    });
  });

  it("changes a project's settings, given as JSON or in a file, and shows them", async () => {
    const set = (settings: string) => run(["project", "set", "shop", "--json", "--settings", settings]);
    const sampled = await set('{"sampling":{"rate":0.1}}');
    expect(JSON.parse(sampled.text)).toMatchObject({ settings: { sampling: { rate: 0.1, slowMs: 2_000 } } });

    const file = `${mkdtempSync("/tmp/perigee-cli-")}/settings.json`;
    const rules = [
      { name: "plate", selector: "message", pattern: { regex: "[A-Z]+", ignoreCase: false }, method: "mask" },
    ];
    writeFileSync(file, JSON.stringify({ redaction: { rules } }));
    expect(await set(`@${file}`)).toMatchObject({ code: 0 });

    const shown = await run(["project", "show", "shop"]);
    expect(shown.text).toMatch(/^id +slug +name/);
    expect(JSON.parse(shown.text.slice(shown.text.indexOf("{")))).toMatchObject({
      redaction: { defaults: true, rules },
      sampling: { rate: 0.1 },
    });
  });

  it("writes all keys to the edge again", async () => {
    expect(await run(["sync"])).toMatchObject({ code: 0, text: expect.stringContaining("at the edge") });
  });

  it("takes address and owner from the local stack's file", async () => {
    const dataDir = mkdtempSync("/tmp/perigee-cli-");
    const local = {
      ...{ ingestUrl: apiUrl, apiUrl, dashboardUrl: apiUrl, demoUrl: apiUrl, clickhouseUrl: apiUrl },
      ...{ project: { id: 1, slug: "shop" }, publicKey: "", secretKey: "", readKey: "" },
      owner: { email: owner.email, password: owner.password },
    };
    writeFileSync(`${dataDir}/local.json`, JSON.stringify(local));
    expect(await run(["project", "list", "--data-dir", dataDir], {})).toMatchObject({ code: 0 });
  });

  it.each([
    ["no address", ["project", "list"], "error: Pass --api-url"],
    ["a wrong password", ["project", "list", "--password", "wrong"], "error: Invalid email or password"],
    ["an unknown project", ["key", "list", "nowhere"], "error: You are not a member of this project."],
    ["a bad kind", ["key", "create", "shop", "--kind", "master"], "error: option '--kind <kind>'"],
    ["a bad origin", ["project", "create", "x", "--origin", "nonsense"], "error: origins.0: must be an origin"],
    ["a taken slug", ["project", "create", "x", "--slug", "shop"], "error: The slug shop is taken"],
    ["a project of others", ["project", "show", "rival"], "error: You are not a member of this project."],
    ["settings that are no JSON", ["project", "set", "shop", "--settings", "{"], "error: --settings cannot be read"],
    ["no file of settings", ["project", "set", "shop", "--settings", "@/nowhere"], "error: --settings cannot be read"],
    [
      "an expression that does not compile",
      [
        ...["project", "set", "shop", "--settings"],
        '{"redaction":{"rules":[{"name":"x","selector":"**","pattern":{"regex":"("},"method":"mask"}]}}',
      ],
      "error: settings.redaction.rules.0.pattern.regex: is no RE2 expression",
    ],
    ["a wrong token", ["setup", "--organisation", "x", "--token", "wrong"], "error: Send the setup token"],
  ])("says in one line that it cannot with %s", async (what, args, message) => {
    const { code, text, error } = await run(args, what === "no address" ? {} : credentials);
    expect(code).toBe(1);
    expect(text).toBe("");
    expect(error.startsWith(message), error).toBe(true);
    expect(error.split("\n")).toHaveLength(2);
  });
});

import { env } from "cloudflare:workers";
import { mkdtempSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { insert } from "@perigee/clickhouse";
import { toDateTime64 } from "@perigee/schema";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { owner } from "./api.ts";
import { apiUrl, credentials, run, world } from "./cli.ts";
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

  it("shows what log pipelines make of the lines of a file or of its input", async () => {
    const folder = mkdtempSync("/tmp/perigee-cli-");
    const logs = { pipelines: [{ name: "json", steps: [{ kind: "parse", format: "json" }, { kind: "message" }] }] };
    expect(await run(["project", "set", "shop", "--settings", JSON.stringify({ logs })])).toMatchObject({ code: 0 });
    writeFileSync(`${folder}/app.log`, '{"msg":"hello","n":1}\r\n\nplain\n');
    const { text } = await run(["logs", "test", "shop", `${folder}/app.log`]);
    expect(text).toContain("json.0.parse done, json.1.message done -> stored");
    expect(text).toMatch(/"Body": "hello",\n {4}"LogAttributes": \{\n {6}"n": "1"/);
    expect(text).toContain("plain\n  json.0.parse failed, json.1.message unchanged -> stored");

    world.input = "noise\n";
    writeFileSync(`${folder}/pipelines.json`, '[{"name":"none","steps":[{"kind":"drop"}]}]');
    const args = ["logs", "test", "shop", "-", "--service", "cart", "--pipelines", `@${folder}/pipelines.json`];
    expect((await run(args)).text).toBe("noise\n  none.0.drop dropped -> dropped\n");
    expect(JSON.parse((await run([...args, "--json"])).text)).toMatchObject({ results: [{ outcome: "dropped" }] });
  });

  it("lists services and says whose they are", async () => {
    // Test files share ClickHouse, and each begins to count projects at 1.
    const project = 70_003;
    await env.DB.prepare(
      "INSERT INTO projects SELECT ?, organisation_id, 'cat', 'Cat', origins, retention_days, created_at, settings FROM projects WHERE slug = 'shop'",
    )
      .bind(project)
      .run();
    const row = {
      ...{
        project_id: project,
        retention_days: 30,
        message_id: crypto.randomUUID(),
        Timestamp: toDateTime64(Date.now()),
      },
      ...{ ServiceName: "stock/api", ResourceAttributes: { "deployment.environment.name": "production" } },
    };
    const line = new Uint8Array(gzipSync(`${JSON.stringify(row)}\n`));
    await insert(inject("clickhouse"), { table: "otel_logs", gzipMembers: [line], token: row.message_id });

    const set = ["service", "set", "cat", "stock/api", "--json"];
    const runbook = "Runbook=https://wiki.example/stock?page=1";
    const told = await run([...set, "--owner-team", "Warehouse", "--tier", "2", "--link", runbook]);
    const links = [{ title: "Runbook", url: "https://wiki.example/stock?page=1" }];
    expect(JSON.parse(told.text)).toMatchObject({ name: "stock/api", ownerTeam: "Warehouse", tier: 2, links });
    const taken = await run([...set, "--tier", "none", "--link", "none"]);
    expect(JSON.parse(taken.text)).toMatchObject({ ownerTeam: "Warehouse", tier: null, links: [] });
    const listed = await run(["service", "list", "cat", "--search", "WAREHOUSE"]);
    expect(listed.text).toMatch(
      /^service +owner team +tier +environments +signals +last seen\nstock\/api +Warehouse +production +logs +20/,
    );
    expect((await run(["service", "list", "cat", "--search", "none"])).text).toBe("(none)\n");
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
    ["no file of lines", ["logs", "test", "shop", "/nowhere"], "error: The lines cannot be read"],
    ["pipelines that are no JSON", ["logs", "test", "shop", "-", "--pipelines", "["], "error: --pipelines cannot be"],
    [
      "a service that nobody heard of",
      ["service", "set", "shop", "nothing", "--tier", "1"],
      "error: This project has not",
    ],
    [
      "a tier that is no number",
      ["service", "set", "shop", "nothing", "--tier", "high"],
      "error: option '--tier <number>'",
    ],
    [
      "a link without an address",
      ["service", "set", "shop", "x", "--link", "Runbook"],
      "error: --link takes title=url",
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

import { env } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { insert } from "@perigee/clickhouse";
import { type IngestTable, type Service, toDateTime64 } from "@perigee/schema";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { addMember, makeKey, openWorld } from "../../test/world.ts";

const now = Date.now();
const minute = 60_000;

/** Test files share the database, and each begins to count projects at 1. */
const [shop, rival] = [70_001, 70_002];

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
  await env.DB.prepare("UPDATE projects SET id = CASE slug WHEN 'shop' THEN ? ELSE ? END").bind(shop, rival).run();
  await heard(shop, "otel_traces", { service: "checkout", Timestamp: toDateTime64(now - minute) });
  await heard(shop, "otel_logs", { service: "checkout", Timestamp: toDateTime64(now - 2 * minute), weight: 4 });
  await heard(shop, "otel_logs", { service: "stock/api", Timestamp: toDateTime64(now - minute) });
  await heard(shop, "otel_metrics_gauge", { service: "mail", TimeUnix: toDateTime64(now - 40 * 24 * 60 * minute) });
  await heard(rival, "otel_logs", { service: "secret", Timestamp: toDateTime64(now - minute) });
  await heard(rival, "otel_logs", { service: "checkout", Timestamp: toDateTime64(now - minute), weight: 100 });
});

async function heard(
  project_id: number,
  table: IngestTable,
  { service, ...row }: { service: string; [column: string]: unknown },
): Promise<void> {
  const line = JSON.stringify({
    project_id,
    retention_days: 90,
    message_id: crypto.randomUUID(),
    ServiceName: service,
    ResourceAttributes: { "service.name": service, "deployment.environment.name": "production" },
    ...row,
  });
  const written = await insert(inject("clickhouse"), {
    table,
    gzipMembers: [new Uint8Array(gzipSync(`${line}\n`))],
    token: crypto.randomUUID(),
  });
  expect(written).toMatchObject({ ok: true });
}

type Listed = { services: Service[]; next: string | null };
const path = "/v1/projects/shop/services";
const list = async (query = "") => (await ask(`${path}?${query}`, { headers: world.session })).json<Listed>();
const names = ({ services }: Listed) => services.map(({ name }) => name);
const change = (name: string, body: unknown, headers = world.session) =>
  ask(`${path}/${encodeURIComponent(name)}`, { method: "PATCH", headers, body });

const links = [{ title: "Runbook", url: "https://wiki.shop.example/checkout" }];

describe("the services of a project", () => {
  it("are there by themselves, with environments, signals and the counts of a day", async () => {
    const { services, next } = await list();
    expect(next).toBeNull();
    const seen = { firstSeen: now - 2 * minute, lastSeen: now - minute, signals: ["logs", "spans"] };
    expect(services).toEqual([
      {
        name: "checkout",
        ...seen,
        environments: [{ name: "production", ...seen }],
        lastDay: { events: 0, logs: 4, metrics: 0, spans: 1 },
        ...{ ownerTeam: "", description: "", tier: null, links: [] },
      },
      expect.objectContaining({ name: "stock/api", signals: ["logs"] }),
    ]);
  });

  it("come page by page, and by a part of their name or their environment", async () => {
    const first = await list("limit=1");
    expect([names(first), first.next]).toEqual([["checkout"], "checkout"]);
    const second = await list(`limit=1&after=${first.next}`);
    expect([names(second), second.next]).toEqual([["stock/api"], null]);
    expect(names(await list("search=STOCK"))).toEqual(["stock/api"]);
    expect(names(await list("environment=production"))).toEqual(["checkout", "stock/api"]);
    expect(names(await list("environment=staging"))).toEqual([]);
  });

  it("are told by their people whose they are", async () => {
    const notes = { ownerTeam: "Payments", description: "Takes the money.", tier: 1, links };
    const answer = await change("checkout", notes);
    expect(await answer.json()).toMatchObject({ name: "checkout", signals: ["logs", "spans"], ...notes });
    expect((await list()).services).toMatchObject([notes, { ownerTeam: "" }]);
    const kept = await (await change("checkout", { tier: 2 })).json();
    expect(kept).toMatchObject({ ...notes, tier: 2 });
  });

  it("are shown one by one", async () => {
    const [listed] = (await list("search=checkout")).services;
    const shown = await ask(`${path}/checkout`, { headers: world.session });
    expect(await shown.json()).toEqual(listed);
    const silent = await ask(`${path}/mail`, { headers: world.session });
    expect(await silent.json()).toMatchObject({ name: "mail", signals: ["metrics"], ownerTeam: "" });
  });

  it("have names with any letters, and may be long silent", async () => {
    expect((await change("stock/api", { ownerTeam: "Stock" })).status).toBe(200);
    expect(await (await change("mail", { ownerTeam: "Post" })).json()).toMatchObject({
      name: "mail",
      environments: [{}],
    });
    expect(names(await list())).not.toContain("mail");
  });

  it.each(["secret", "nothing", "check", "'; DROP TABLE services --"])(
    "cannot be seen or changed as %j, which is none of them",
    async (name) => {
      const shown = await ask(`${path}/${encodeURIComponent(name)}`, { headers: world.session });
      expect(await errorOf(shown)).toMatchObject({ type: "not-found" });
      expect(await errorOf(await change(name, { ownerTeam: "x" }))).toMatchObject({ type: "not-found" });
    },
  );

  it.each([
    ["tier", { tier: 9 }],
    ["links.0.url", { links: [{ title: "x", url: "javascript:alert(1)" }] }],
    ["ownerTeam", { ownerTeam: 7 }],
  ])("are refused a bad %s", async (field, body) => {
    expect(await errorOf(await change("checkout", body))).toMatchObject({ type: "invalid-params", field });
  });

  it("are found by their team, too, page by page", async () => {
    for (const name of ["checkout", "stock/api"]) await change(name, { ownerTeam: "Ärzte and Stock" });
    expect(names(await list("search=%C3%A4RZTE"))).toEqual(["checkout", "stock/api"]);
    const first = await list("search=stock&limit=1");
    expect([names(first), first.next]).toEqual([["checkout"], "checkout"]);
    expect(names(await list("search=stock&limit=1&after=checkout"))).toEqual(["stock/api"]);
    await change("checkout", { ownerTeam: "Payments" });
    expect(names(await list("search=stock"))).toEqual(["stock/api"]);
  });

  it.each(["limit=0", "limit=101", "limit=many", `search=${"x".repeat(201)}`])("are refused for ?%s", async (query) => {
    const answer = await ask(`${path}?${query}`, { headers: world.session });
    expect(await errorOf(answer)).toMatchObject({ type: "invalid-params", field: query.split("=")[0] });
  });
});

describe.each([
  ["GET", "/v1/projects/{slug}/services", undefined],
  ["GET", "/v1/projects/{slug}/services/checkout", undefined],
  ["PATCH", "/v1/projects/{slug}/services/checkout", { ownerTeam: "stolen" }],
] as const)("%s %s", (method, path, body) => {
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

it.each([
  ["member", [200, 200]],
  ["viewer", [200, 403]],
] as const)("a %s who lists services and changes one is answered with %j", async (role, statuses) => {
  const headers = await addMember(role);
  const answers = [await ask(path, { headers }), await change("checkout", {}, headers)];
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});

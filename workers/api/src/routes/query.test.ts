import { env } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { insert } from "@perigee/clickhouse";
import { createKey, revokeKey } from "@perigee/control-plane";
import { toDateTime64 } from "@perigee/schema";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { addMember, apiWith, makeKey, openWorld } from "../../test/world.ts";

const hour = 3_600_000;
const now = Date.now();
const range = `from=${now - 24 * hour}&to=${now + hour}`;

let world: Awaited<ReturnType<typeof openWorld>>;
let readKey: Record<string, string>;

beforeAll(async () => {
  world = await openWorld();
  const made = await makeKey(world.session, "read");
  readKey = { authorization: `Bearer ${made.secret}` };
  await visit(world.shop.id, ["/", "/cart"]);
  await visit(world.shop.id, ["/"]);
  await visit(world.rival.id, ["/secret"]);
});

/** One visit of a new visitor, written as the consumer would write it. */
async function visit(projectId: number, paths: string[]) {
  const session = crypto.randomUUID();
  const rows = paths.map((path, index) => ({
    project_id: projectId,
    retention_days: 90,
    ts: toDateTime64(now - hour + index * 1_000),
    received_at: toDateTime64(now),
    event_id: crypto.randomUUID(),
    message_id: crypto.randomUUID(),
    event: "pageview",
    session_id: session,
    visitor_id: BigInt(`0x${session.slice(0, 8)}`).toString(),
    seq: index + 1,
    host: "shop.example",
    path,
    route: path,
  }));
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const written = await insert(inject("clickhouse"), {
    table: "events",
    gzipMembers: [new Uint8Array(gzipSync(lines))],
    token: session,
  });
  expect(written).toMatchObject({ ok: true });
}

type Rows = { rows: Record<string, unknown>[]; meta: { query: string; elapsedMs: number } };

describe("a query", () => {
  it("answers a read key for its own project", async () => {
    const answer = await ask(`/v1/query/overview?${range}`, { headers: readKey });
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(await answer.json<Rows>()).toMatchObject({
      rows: [{ visitors: 2, pageviews: 3, sessions: 2 }],
      meta: { query: "overview", elapsedMs: expect.any(Number) },
    });
  });

  it("says how fresh a project's own data are, and nothing of another's", async () => {
    const answer = await ask("/v1/query/freshness", { headers: readKey });
    const { rows } = await answer.json<Rows>();
    expect(rows).toEqual([{ events: now - hour + 1_000, webVitals: 0, errors: 0, metrics: 0, logs: 0, spans: 0 }]);
    const rival = await ask("/v1/query/freshness?project=rival", { headers: world.session });
    expect(await errorOf(rival)).toMatchObject({ type: "forbidden" });
  });

  it("takes the key in x-api-key too", async () => {
    const headers = { "x-api-key": readKey["authorization"]?.replace("Bearer ", "") ?? "" };
    expect((await ask(`/v1/query/overview?${range}`, { headers })).status).toBe(200);
  });

  it("answers a member for the project that is named", async () => {
    const answer = await ask(`/v1/query/overview?project=shop&${range}`, { headers: world.session });
    expect(await answer.json<Rows>()).toMatchObject({ rows: [{ visitors: 2, pageviews: 3 }] });
  });

  it("answers a viewer", async () => {
    const headers = await addMember("viewer");
    expect((await ask(`/v1/query/overview?project=shop&${range}`, { headers })).status).toBe(200);
  });

  it("takes one filter, and several", async () => {
    const count = async (filters: string) => {
      const answer = await ask(`/v1/query/overview?${range}${filters}`, { headers: readKey });
      return (await answer.json<Rows>()).rows[0]?.["pageviews"];
    };
    expect(await count("&filter=page:is:/cart")).toBe(1);
    expect(await count("&filter=page:is:/cart&filter=host:is:elsewhere")).toBe(0);
  });

  it("answers other pages' scripts when they bring a key", async () => {
    const headers = { ...readKey, origin: "https://intranet.example" };
    const answer = await ask(`/v1/query/overview?${range}`, { headers });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });

  it.each([
    "page:is:' OR 1=1 --",
    "page:is:\\' UNION ALL SELECT * FROM system.users --",
    "page:is:/') SETTINGS additional_table_filters={} --",
    "page:is_not:{projectId:UInt32}",
    "page:is:\n\nDROP TABLE events",
  ])("takes the filter %j as a value and nothing else", async (filter) => {
    const answer = await ask(`/v1/query/breakdown?dimension=page&${range}&filter=${encodeURIComponent(filter)}`, {
      headers: readKey,
    });
    expect(answer.status).toBe(200);
    const values = (await answer.json<Rows>()).rows.map(({ value }) => value);
    expect(values).toEqual(filter.includes("is_not") ? ["/", "/cart"] : []);
  });
});

describe("a query is refused", () => {
  it.each([
    ["without credentials", {}, "unauthenticated"],
    ["with a key nobody has", { authorization: `Bearer rk_${"x".repeat(43)}` }, "unknown-key"],
    ["with half a key", { authorization: "Bearer rk_half" }, "unknown-key"],
    ["with an invented session", { cookie: "perigee.session_token=abc.def" }, "unauthenticated"],
    ["with an invented token", { authorization: "Bearer abc.def" }, "unauthenticated"],
  ])("%s", async (_, headers, type) => {
    expect(await errorOf(await ask(`/v1/query/overview?project=shop&${range}`, { headers }))).toMatchObject({ type });
  });

  it("with a read key in the address, which ends up in logs", async () => {
    const key = readKey["authorization"]?.replace("Bearer ", "");
    expect(await errorOf(await ask(`/v1/query/overview?key=${key}&${range}`))).toMatchObject({
      type: "unauthenticated",
    });
  });

  it.each(["public", "secret"])("with a %s key", async (kind) => {
    const { secret } = await makeKey(world.session, kind);
    const answer = await ask(`/v1/query/overview?${range}`, { headers: { authorization: `Bearer ${secret}` } });
    expect(await errorOf(answer)).toMatchObject({ type: "key-not-allowed" });
  });

  it("with a revoked key", async () => {
    const made = await createKey(world.stores, { projectId: world.shop.id, kind: "read", name: "" });
    if (!made.ok) throw new Error(made.failure.message);
    const { key, secret } = made.value;
    await revokeKey(world.stores, { projectId: world.shop.id, keyId: key.id });
    const answer = await ask(`/v1/query/overview?${range}`, { headers: { authorization: `Bearer ${secret}` } });
    expect(await errorOf(answer)).toMatchObject({ type: "revoked-key" });
  });

  it("for a project of others exactly as for none", async () => {
    const about = (slug: string) => ask(`/v1/query/overview?project=${slug}&${range}`, { headers: world.session });
    const [others, none] = [await about("rival"), await about("nowhere")];
    expect(others.status).toBe(403);
    expect(await others.text()).toBe(await none.text());
  });

  it("for a project beside a key, which has its own", async () => {
    const answer = await ask(`/v1/query/overview?project=rival&${range}`, { headers: readKey });
    expect(await errorOf(answer)).toMatchObject({ type: "invalid-params", field: "project" });
  });

  it.each([
    ["overview", "", "from"],
    ["overview", "from=yesterday&to=today", "from"],
    ["overview", `from=${now}&to=${now - 1}`, "to"],
    ["overview", `${range}&from=1`, "from"],
    ["overview", `${range}&filter=nonsense`, "filter"],
    ["overview", `${range}&filter=project_id:is:1`, "filter"],
    ["overview", `${range}&tz=Mars/Olympus`, "tz"],
    ["overview", `${range}&projectId=2`, "projectId"],
    ["breakdown", `${range}&dimension=password`, "dimension"],
    ["breakdown", `${range}&dimension=page&limit=1001`, "limit"],
    ["traffic-series", `${range}&interval=second`, "interval"],
    ["session-timeline", "sessionId=1", "sessionId"],
  ])("%s?%s, naming the field %s", async (name, params, field) => {
    const answer = await errorOf(await ask(`/v1/query/${name}?${params}`, { headers: readKey }));
    expect(answer).toMatchObject({ type: "invalid-params", field });
  });

  it.each(["unknown", "toString", "__proto__"])("when there is none called %s", async (name) => {
    expect(await errorOf(await ask(`/v1/query/${name}`, { headers: readKey }))).toMatchObject({
      type: "not-found",
    });
  });
});

describe("ClickHouse", () => {
  const request = (path: string, signal?: AbortSignal) =>
    new Request(`https://api.perigee.example${path}`, { headers: readKey, ...(signal && { signal }) });

  it("is not asked any more when the client has gone", async () => {
    const answer = await apiWith({}).fetch(request(`/v1/query/overview?${range}`, AbortSignal.abort()), env);
    expect(await errorOf(answer)).toMatchObject({
      type: "query-failed",
      message: expect.stringContaining("cancelled"),
    });
  });

  it("is reported by /health when it is up", async () => {
    const answer = await ask("/health");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      dependencies: { d1: { status: "ok" }, clickhouse: { status: "ok" } },
    });
  });

  it("and when it is down, without naming where it is", async () => {
    const down = { CLICKHOUSE_URL: "http://127.0.0.1:9" };
    const answer = await apiWith(down).fetch(request("/health"), env);
    expect(answer.status).toBe(503);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      status: "unavailable",
      dependencies: { d1: { status: "ok" }, clickhouse: { status: "unavailable" } },
    });
    expect(text).not.toContain("127.0.0.1");
    const query = await apiWith(down).fetch(request(`/v1/query/overview?${range}`), env);
    expect(await errorOf(query)).toMatchObject({ type: "database-unavailable" });
  });
});

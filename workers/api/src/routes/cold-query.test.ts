import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { apiWith, makeKey, openWorld } from "../../test/world.ts";

/** The queries themselves are tested where ClickHouse, door and bucket are all there: packages/local/test/cold-queries.test.ts. */

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});

const path = "/v1/query/archived-events?from=2026-11-20&to=2026-11-21";
const secret = "never to be told";
const deadStore = {
  ARCHIVE_S3_URL: "http://127.0.0.1:9/archive",
  ARCHIVE_S3_KEY_ID: "reader",
  ARCHIVE_S3_SECRET: secret,
};

const askWith = async (address: string, headers: Record<string, string>) =>
  await apiWith(deadStore).request(`https://api.perigee.example${address}`, { headers }, env, createExecutionContext());

describe("a query over the archive", () => {
  it("says where this deployment cannot", async () => {
    const answer = await ask(`${path}&project=shop`, { headers: world.session });
    expect(await errorOf(answer)).toMatchObject({ type: "archive-not-configured" });
  });

  it("is closed to strangers and to other projects", async () => {
    expect(await errorOf(await ask(path))).toMatchObject({ type: "unauthenticated" });
    const rival = await ask(`${path}&project=rival`, { headers: world.session });
    expect(await errorOf(rival)).toMatchObject({ type: "forbidden" });
  });

  it("takes a read key, and tells nothing of the store that does not answer", async () => {
    const { secret: key } = await makeKey(world.session, "read");
    const answer = await askWith(path, { authorization: `Bearer ${key}` });
    const text = await answer.clone().text();
    expect(["query-failed", "database-unavailable"]).toContain((await errorOf(answer)).type);
    expect(text).not.toMatch(/127\.0\.0\.1|reader|never to be told/);
  });

  it("names a parameter that is wrong", async () => {
    const answer = await askWith("/v1/query/archived-rows?project=shop&from=1&to=2&table=users", world.session);
    expect(await errorOf(answer)).toMatchObject({ type: "invalid-params", field: "table" });
  });
});

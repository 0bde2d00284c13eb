import { beforeAll, describe, expect, it } from "vitest";
import { ask, dashboard, errorOf } from "../test/api.ts";
import { openWorld } from "../test/world.ts";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});

const preflight = (path: string, origin: string, method: string) =>
  ask(path, { method: "OPTIONS", headers: { origin, "access-control-request-method": method } });

describe("every answer", () => {
  it.each(["/", "/v1", "/v1/nothing", "/v1/projects/", "/favicon.ico"])(
    "at the unknown address %s is not-found",
    async (path) => {
      expect(await errorOf(await ask(path))).toMatchObject({ type: "not-found" });
    },
  );

  it.each([
    ["DELETE", "/v1/projects", "GET, HEAD, POST"],
    ["POST", "/v1/query/overview", "GET, HEAD"],
    ["GET", "/v1/setup", "POST"],
    ["PUT", "/health", "GET, HEAD"],
  ])("to %s %s is method-not-allowed and names the methods", async (method, path, allowed) => {
    const answer = await ask(path, { method });
    expect(answer.headers.get("allow")).toBe(allowed);
    expect(await errorOf(answer)).toMatchObject({ type: "method-not-allowed" });
  });

  it("forbids browsers to guess, frame or run it", async () => {
    const { headers } = await ask("/v1/nothing");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});

describe("a body", () => {
  it.each([
    ["{", "application/json", "not-json"],
    ['{"name":"x"}', "text/plain", "unsupported-encoding"],
    [`{"name":"${"x".repeat(100_000)}"}`, "application/json", "body-too-large"],
    ["null", "application/json", "invalid-params"],
    ["[]", "application/json", "invalid-params"],
  ])("%.20s of %s is refused", async (body, contentType, type) => {
    const headers = { ...world.session, "content-type": contentType };
    expect(await errorOf(await ask("/v1/projects", { headers, body }))).toMatchObject({ type });
  });

  it("with prototype keys changes nothing but its own fields", async () => {
    const body = '{"name":"proto","__proto__":{"retentionDays":1},"constructor":{"x":1}}';
    const answer = await ask("/v1/projects", { headers: world.session, body });
    expect(await answer.json()).toMatchObject({ name: "proto", retentionDays: 90 });
  });
});

describe("pages of other origins", () => {
  it("let the dashboard's page send cookies", async () => {
    const { headers } = await preflight("/v1/projects", dashboard, "POST");
    expect(headers.get("access-control-allow-origin")).toBe(dashboard);
    expect(headers.get("access-control-allow-credentials")).toBe("true");
  });

  it("let any page query with its own read key, without cookies", async () => {
    const { headers } = await preflight("/v1/query/overview", "https://shop.example", "GET");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect(headers.get("access-control-allow-headers")).toContain("authorization");
  });

  it("let no other page near a session route", async () => {
    const { headers } = await preflight("/v1/projects", "https://evil.example", "POST");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});

import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";
import worker from "./index.ts";

const complete = {
  CLICKHOUSE_URL: "http://127.0.0.1:8123",
  CLICKHOUSE_USER: "default",
  CLICKHOUSE_PASSWORD: "",
  CLICKHOUSE_DATABASE: "perigee",
  AUTH_SECRET: "x".repeat(32),
  SETUP_TOKEN: "x".repeat(16),
  DASHBOARD_URL: "https://perigee.example/home",
};

describe("parseConfig", () => {
  it("takes a complete environment and fills in defaults", () => {
    expect(parseConfig(complete)).toMatchObject({
      ok: true,
      value: { signInsPerMinute: 30, dashboardOrigins: ["https://perigee.example"] },
    });
  });

  it("takes an environment without SETUP_TOKEN, once set-up is done", () => {
    expect(parseConfig({ ...complete, SETUP_TOKEN: undefined })).toMatchObject({ ok: true });
  });

  it.each([
    ["http://localhost:3001", "http://127.0.0.1:3001"],
    ["http://127.0.0.1:3001", "http://localhost:3001"],
  ])("takes a dashboard at %s also at %s", (configured, twin) => {
    expect(parseConfig({ ...complete, DASHBOARD_URL: configured })).toMatchObject({
      value: { dashboardOrigins: [configured, twin] },
    });
  });

  it("takes a store of the archive, or none, and names what of it is missing", () => {
    const store = { ARCHIVE_S3_URL: "https://r2.example/archive/", ARCHIVE_S3_KEY_ID: "id", ARCHIVE_S3_SECRET: "hush" };
    expect(parseConfig({ ...complete, ...store })).toMatchObject({
      value: { archive: { url: "https://r2.example/archive", keyId: "id", secret: "hush" } },
    });
    expect(parseConfig(complete)).toMatchObject({ value: { archive: undefined } });
    expect(parseConfig({ ...complete, ...store, ARCHIVE_S3_SECRET: undefined })).toMatchObject({
      failure: { message: expect.stringContaining("ARCHIVE_S3_SECRET is missing beside ARCHIVE_S3_URL") },
    });
  });

  it("names every fault at once, and no value", () => {
    const answer = parseConfig({ CLICKHOUSE_URL: "ftp://secret-host", AUTH_SECRET: "short", SIGN_INS_PER_MINUTE: "0" });
    const message = answer.ok ? "" : answer.failure.message;
    for (const fault of [
      "CLICKHOUSE_URL must be an http(s) URL",
      "CLICKHOUSE_USER is missing",
      "CLICKHOUSE_PASSWORD is missing",
      "AUTH_SECRET must have at least 32 characters",
      "DASHBOARD_URL is missing",
      "SIGN_INS_PER_MINUTE",
    ])
      expect(message).toContain(fault);
    expect(message).not.toMatch(/secret-host|short/);
  });
});

describe("a Worker that is not configured", () => {
  it("says so to whoever asks", async () => {
    const { DB, KEYS, DEAD_LETTERS, SPOOL_BUCKET, ARCHIVE } = env;
    const answer = await worker.fetch(
      new Request("https://api.example/health"),
      { DB, KEYS, DEAD_LETTERS, SPOOL_BUCKET, ARCHIVE },
      createExecutionContext(),
    );
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      error: { type: "internal", message: expect.stringContaining("AUTH_SECRET is missing") },
    });
  });
});

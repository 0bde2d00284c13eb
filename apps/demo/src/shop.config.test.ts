import { describe, expect, it } from "vitest";
import { readShopConfig } from "./shop.config.ts";

describe("readShopConfig", () => {
  it("has an answer for everything but the key", () => {
    expect(readShopConfig({})).toMatchObject({
      publicKey: "",
      ingestUrl: "http://127.0.0.1:8787",
      dashboardUrl: "http://127.0.0.1:3001",
      project: "demo",
    });
  });

  it("takes addresses without the slash at their end", () => {
    const config = readShopConfig({ PERIGEE_INGEST_URL: "https://in.example.org/x/", PERIGEE_PUBLIC_KEY: "pk_1" });
    expect(config).toMatchObject({ ingestUrl: "https://in.example.org/x", publicKey: "pk_1" });
  });

  it.each(["in.example.org", "ftp://in.example.org", "javascript:alert(1)"])("refuses the address %s", (url) => {
    expect(() => readShopConfig({ PERIGEE_DASHBOARD_URL: url })).toThrow(url);
  });
});

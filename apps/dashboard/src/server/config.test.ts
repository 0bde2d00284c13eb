import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

describe("parseConfig", () => {
  it("has the local stack's addresses by default", () => {
    expect(parseConfig({})).toEqual({ apiUrl: "http://127.0.0.1:8788", ingestUrl: "http://127.0.0.1:8787" });
  });

  it("takes addresses without their final slash", () => {
    const config = parseConfig({
      PERIGEE_API_URL: "https://api.shop.test/",
      PERIGEE_INGEST_URL: "https://in.shop.test",
    });
    expect(config).toEqual({ apiUrl: "https://api.shop.test", ingestUrl: "https://in.shop.test" });
  });

  it("names every fault at once", () => {
    const parse = () => parseConfig({ PERIGEE_API_URL: "ftp://api.test", PERIGEE_INGEST_URL: "nowhere" });
    expect(parse).toThrow(/PERIGEE_API_URL[\s\S]*PERIGEE_INGEST_URL/);
  });
});

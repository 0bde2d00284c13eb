import { describe, expect, it } from "vitest";
import { readOptions } from "./script-options.ts";

const script = (dataset: Record<string, string>, src = "https://in.example/s/latest.js") =>
  ({ src, dataset }) as unknown as HTMLScriptElement;

const read = (dataset: Record<string, string>) => readOptions(script({ key: "pk_1", ...dataset }));

describe("the attributes of the script tag", () => {
  it("need a key", () => {
    expect(readOptions(null)).toBeUndefined();
    expect(readOptions(script({ release: "1" }))).toBeUndefined();
    expect(read({})).toEqual({ apiKey: "pk_1", endpoint: "https://in.example/" });
  });

  it.each([
    ["https://in.example/s/0.1.0.js", "https://in.example/"],
    ["https://shop.example/telemetry/s/latest.js", "https://shop.example/telemetry/"],
    ["https://shop.example/perigee.js", "https://shop.example/"],
  ])("send what %s sees to %s", (src, endpoint) => {
    expect(readOptions(script({ key: "pk_1" }, src))?.endpoint).toBe(endpoint);
  });

  it.each([
    [{ endpoint: "/telemetry" }, { endpoint: "/telemetry" }],
    [
      { release: "1", environment: "prod", service: "web" },
      { release: "1", environment: "prod", service: "web" },
    ],
    [
      { batchSize: "10", flushInterval: "0" },
      { batchSize: 10, flushInterval: 0 },
    ],
    [
      { sampleRate: "0.1", errorSampleRate: "0.5" },
      { sampleRate: 0.1, errorSampleRate: 0.5 },
    ],
    [
      { consent: "pending", persistence: "session" },
      { consent: "pending", persistence: "session" },
    ],
    [{ compression: "none" }, { compression: "none" }],
    [{ respectGpc: "false" }, { respectGpc: false }],
    [
      { respectGpc: "", debug: "true" },
      { respectGpc: true, debug: true },
    ],
    [{ debug: "false" }, { debug: false }],
    [{ trackQueryParams: "page, sort" }, { trackQueryParams: ["page", "sort"] }],
    [
      { traceOrigins: "https://a.example https://b.example" },
      { traceOrigins: ["https://a.example", "https://b.example"] },
    ],
  ])("%j are %j", (attributes, options) => expect(read(attributes)).toMatchObject(options));

  it.each([
    [{ batchSize: "" }],
    [{ release: "" }],
    [{ beforeSend: "alert(1)" }],
    [{ routePattern: "x" }],
    [{ cfasync: "x" }],
  ])("%j are passed over", (attributes) => {
    expect(Object.keys(read(attributes) ?? {})).toEqual(["apiKey", "endpoint"]);
  });
});

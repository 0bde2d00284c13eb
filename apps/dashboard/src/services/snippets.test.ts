import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { snippets } from "./snippets.ts";

const { sdk, line } = snippets({ ingestUrl: "https://ingest.example", key: "sk_1" });
const docs = readFileSync(new URL("../../../../docs/otlp.md", import.meta.url), "utf8");

it("fills the address and the key in", () => {
  expect(sdk).toContain("OTEL_EXPORTER_OTLP_ENDPOINT=https://ingest.example\n");
  expect(sdk).toContain("OTEL_EXPORTER_OTLP_HEADERS=x-api-key=sk_1\n");
  expect(line).toMatch(/^curl "https:\/\/ingest\.example\/v1\/logs" \\\n {2}-H "x-api-key: sk_1"/);
});

it("says what the documentation says", () => {
  const told = sdk.replace("sk_1", "sk_…").split("\n");
  expect(told.filter((setting) => !docs.includes(setting))).toEqual([
    "OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=production",
  ]);
  expect(docs).toContain('"level":"INFO","message":"hello"}');
});

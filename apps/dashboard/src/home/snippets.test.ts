import browser from "@perigee/browser/script.json" with { type: "json" };
import { expect, it } from "vitest";
import { snippets } from "./snippets.ts";

const { script, npm } = snippets({ ingestUrl: "https://in.example", key: "pk_1" });

it("shows the SDK's own snippet, and its script with the key", () => {
  expect(script).toBe(
    `<script>${browser.snippet}</script>\n<script async src="https://in.example/s/latest.js" data-key="pk_1"></script>`,
  );
});

it("shows the same key and address to those who bundle", () => {
  expect(npm).toContain('apiKey: "pk_1"');
  expect(npm).toContain('endpoint: "https://in.example"');
});

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createClient, errors, init, pageviews, webVitals } from "./index.ts";
import { version } from "./version.ts";

it("does nothing on a server, and does not fail there", () => {
  const options = { apiKey: "pk_test", endpoint: "https://in.example" };
  expect(createClient(options, [pageviews, errors, webVitals])).toBeUndefined();
  for (const client of [init(options), init(options)]) {
    client.track("bought", { plan: "pro" });
    client.page();
    client.error(new Error("no"));
    client.identify("42", { plan: "pro" });
    client.setProps({ theme: "dark" });
    client.reset();
    client.flag("cart", true);
    client.addBreadcrumb({ message: "here" });
    client.setConsent("denied");
    expect(client.ledger()).toEqual([]);
    client.flush();
    client.stop();
    expect(client.sessionId).toBe("");
  }
});

it("says which version it is", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  expect(version).toBe(manifest.version);
});

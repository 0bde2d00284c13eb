import { describe, expect, it } from "vitest";
import { batchOf, pageview, request, rowsAfter, signal, thrown, vital } from "../../test/batches.ts";
import { cleanAddressesIn, cleanTarget, cleanUrl } from "../clean-url.ts";

const jwt = `eyJ${"hbGciOiJIUzI1NiJ9"}.eyJzdWIiOiIxIn0.c2lnbmF0dXJl`;

describe("an address", () => {
  it.each([
    ["https://shop.example/a?token=1#b", "https://shop.example/a"],
    ["https://ann:secret@shop.example/a", "https://shop.example/a"],
    ["https://shop.example/u/ann@mail.example/orders", "https://shop.example/u/[email]/orders"],
    ["https://shop.example/u/ann%40mail.example", "https://shop.example/u/[email]"],
    [`https://shop.example/login/${jwt}`, "https://shop.example/login/[token]"],
    [`https://shop.example/reset/${"a1B2".repeat(10)}/go`, "https://shop.example/reset/[token]/go"],
  ])("%s is stored as %s", (address, cleaned) => expect(cleanUrl(address)).toBe(cleaned));

  it.each([
    "https://shop.example/",
    "http://localhost:3000/product/7",
    "https://shop.example/order/0192f0c0-0000-7000-8000-000000000001",
    "https://shop.example/blog/how-we-made-40-lamps-out-of-one-very-old-window",
    "https://cdn.example/npm/react@18.2.0/react.js",
    "https://shop.example/@ann/lamps",
  ])("%s is kept as it is", (address) => expect(cleanUrl(address)).toBe(address));
});

describe("the target of a request", () => {
  it.each([
    ["https://api.example/v1/cart?token=1#b", "api.example/v1/cart"],
    ["http://localhost:3000/api", "localhost:3000/api"],
    ["https://ann:secret@api.example/v1", "api.example/v1"],
    ["api.example/v1/cart?token=1", "api.example/v1/cart"],
    ["/api/u/ann@mail.example#x", "/api/u/[email]"],
    [`api.example/reset/${"a1B2".repeat(10)}`, "api.example/reset/[token]"],
    ["data:image/png;base64,iVBORw0KGgo=", "data:"],
    ["chrome-extension://abcdef/content.js", "chrome-extension://abcdef/content.js"],
    ["", ""],
  ])("%s is stored as %s", (target, cleaned) => expect(cleanTarget(target)).toBe(cleaned));
});

describe("an address in a sentence", () => {
  it.each([
    ["GET https://api.example/a?token=1 → 500", "GET https://api.example/a → 500"],
    ["went to /cart?email=x#y, then (https://ann:pw@x.example/b)", "went to /cart then (https://x.example/b)"],
    [`got "shop.example/login?next=/a"`, `got "shop.example/login"`],
  ])("%s is stored as %s", (text, cleaned) => expect(cleanAddressesIn(text)).toBe(cleaned));

  it.each(["Is it a/b? Yes", "#buy > button", "why?because", "a > b", "issue #7", ""])("%s is no address", (text) =>
    expect(cleanAddressesIn(text)).toBe(text),
  );
});

describe("rows", () => {
  it("hold no query string of a page", async () => {
    const rows = await rowsAfter(
      batchOf([pageview({ url: "https://shop.example/cart?email=ann@mail.example#x" })]),
      "events",
    );
    expect(rows).toMatchObject([{ host: "shop.example", path: "/cart" }]);
    expect(JSON.stringify(rows)).not.toContain("mail.example");
  });

  it("hold no query string of a resource that a vital blames", async () => {
    const attribution = { url: "https://cdn.example/hero.jpg?sig=secret", element: "main > img", share: 0.5 };
    const rows = await rowsAfter(batchOf([vital({ attribution })]), "web_vitals");
    expect(rows).toMatchObject([
      { attribution: { url: "https://cdn.example/hero.jpg", element: "main > img", share: "0.5" } },
    ]);
  });

  it("hold no query string of what was fetched, nor of what happened before an error", async () => {
    const secret = "?sig=secret";
    const events = [
      request({ target: `https://api.example/cart${secret}`, props: { referrer: `https://a.example/${secret}` } }),
      signal("resource", { target: `https://cdn.example/a.js${secret}`, durationMs: 1 }),
      signal("long-frame", { target: `https://cdn.example/b.js${secret}`, durationMs: 90 }),
    ];
    const rows = await rowsAfter(batchOf(events), "events");
    expect(rows.map(({ target }) => target)).toEqual(["api.example/cart", "cdn.example/a.js", "cdn.example/b.js"]);
    const crumb = { time: Date.now(), category: "request", message: `GET https://api.example/a${secret}` };
    const broken = { mechanism: "resource", message: `did not load: https://cdn.example/a.js${secret}` };
    const errors = await rowsAfter(batchOf([thrown({ ...broken, breadcrumbs: [crumb] })]), "errors");
    expect(errors).toMatchObject([{ message: "did not load: https://cdn.example/a.js" }]);
    expect(JSON.stringify([rows, errors])).not.toContain("secret");
  });
});

import { describe, expect, it } from "vitest";
import { batchOf, pageview, rowsAfter, vital } from "../../test/batches.ts";
import { cleanUrl } from "../clean-url.ts";

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
});

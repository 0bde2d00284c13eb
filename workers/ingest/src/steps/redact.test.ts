import { gunzipSync } from "node:zlib";
import { ProjectSettings } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  batchOf,
  custom,
  makeKey,
  newId,
  pageview,
  post,
  queued,
  request,
  rowsAfter,
  rowsOf,
  signal,
  thrown,
  vital,
} from "../../test/batches.ts";
import { anyPlanted } from "../../test/secrets.ts";
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

/** A batch with a text in every place that has room for one: a method is cut at 20 characters, which cuts an address before its @. */
const batchWith = (text: string) => {
  const props = { [text]: 1, note: text, nested: { text } };
  const path = `https://shop.example/pay/${encodeURIComponent(text)}/x?q=${encodeURIComponent(text)}`;
  const crumb = { time: Date.now(), category: text, message: text };
  return batchOf(
    [
      pageview({ title: text, route: text, url: path }),
      custom({ name: text, props }),
      vital({ target: text, attribution: props }),
      thrown({ type: text, message: text, stack: text, props, breadcrumbs: [crumb] }),
      thrown({ message: text, mechanism: "resource" }),
      request({ target: path, props }),
      signal("resource", { target: text, durationMs: 1, props }),
      signal("long-frame", { target: text, durationMs: 90, props }),
      signal("interaction", { type: "click", target: text, props }),
      signal("flag", { key: text, variant: text }),
    ],
    {
      context: {
        sessionId: newId(),
        userId: text,
        referrer: path,
        entryUrl: `https://shop.example/?${new URLSearchParams({ utm_source: text, utm_campaign: text })}`,
        release: text,
        environment: text,
        service: text,
        props,
      },
    },
  );
};

async function storedText(body: ReturnType<typeof batchOf>, settings = {}): Promise<string> {
  const { apiKey, projectId } = await makeKey({ settings: ProjectSettings.parse(settings) });
  const response = await post(body, { apiKey });
  expect(await response.json()).toMatchObject({ accepted: 10 });
  const messages = await queued(projectId);
  return messages.flatMap(({ segments }) => segments.map(({ gzip }) => gunzipSync(gzip).toString())).join("");
}

describe("whatever secret is planted in every text of a batch", () => {
  it("is in no stored column", async () => {
    await fc.assert(
      fc.asyncProperty(anyPlanted, async ({ text, secret }) => {
        const stored = await storedText(batchWith(text));
        for (const form of [
          secret,
          JSON.stringify(secret).slice(1, -1),
          encodeURIComponent(secret),
          encodeURI(secret),
        ]) {
          expect(stored).not.toContain(form);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("text without secrets", () => {
  it("is stored as it came", async () => {
    const text = "a plain sentence, with 12 numbers & signs: 4111111111111112";
    const body = batchOf([thrown({ message: text, stack: text, props: { note: text, count: 4_111_111_111_111_112 } })]);
    expect(await rowsAfter(body, "errors")).toMatchObject([
      { message: text, stack_raw: text, tags: { note: text, count: "4111111111111112" }, redacted: {} },
    ]);
  });

  it("is stored as it came by all rules of all fields", async () => {
    const stored = await storedText(batchWith("plain"));
    expect(stored).not.toContain("***");
    expect(stored).not.toContain('"redacted"');
  });
});

describe("what was taken out", () => {
  it("stands in the row by rule and field, and nowhere else", async () => {
    const mail = "ann@mail.example";
    const events = [
      thrown({ message: `${mail} and ${mail}`, stack: "f", props: { [mail]: mail, card: 4_111_111_111_111_111 } }),
      pageview({ url: `https://ann:pw@shop.example/u/${mail}`, title: "Home" }),
      vital(),
    ];
    const context = { sessionId: newId(), userId: mail };
    const { apiKey, projectId } = await makeKey();
    await post(batchOf(events, { context }), { apiKey });
    const messages = await queued(projectId);
    expect(rowsOf(messages, "errors")).toMatchObject([
      {
        message: "*** and ***",
        user_id: expect.stringMatching(/^[0-9a-f]{16}$/),
        tags: { "***": "***", card: "***" },
        redacted: {
          "email:message": 2,
          "email:props": 1,
          "email:props.***": 1,
          "card:props.card": 1,
          "email:userId": 1,
        },
      },
    ]);
    expect(rowsOf(messages, "events")).toMatchObject([
      { path: "/u/[email]", redacted: { "email:url": 1, "url-password:url": 1, "email:userId": 1 } },
    ]);
    expect(rowsOf(messages, "web_vitals")).toMatchObject([{ redacted: { "email:userId": 1 } }]);
  });

  it("follows the project's settings", async () => {
    const rules = [{ name: "plate", selector: "message", pattern: { regex: "[A-Z]{2}-\\d{3}" }, method: "remove" }];
    const settings = ProjectSettings.parse({ redaction: { defaults: false, rules } });
    const { apiKey, projectId } = await makeKey({ settings });
    await post(batchOf([thrown({ message: "AB-123 of ann@mail.example", stack: "AB-123" })]), { apiKey });
    expect(rowsOf(await queued(projectId), "errors")).toMatchObject([
      { message: " of ann@mail.example", stack_raw: "AB-123", redacted: { "plate:message": 1 } },
    ]);
  });
});

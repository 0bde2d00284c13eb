import type { WireEvent } from "@perigee/browser";
import { describe, expect, it } from "vitest";
import { groupByPath, summarise } from "./sent-events.ts";

const common = { id: "1", time: 0, seq: 1, url: "https://shop.test/cart?x=1" };
const request = {
  ...common,
  kind: "request",
  method: "GET",
  target: "https://shop.test/api/trouble?ms=1",
  durationMs: 9,
} as const;
const vital = { ...common, kind: "vital", rating: "good", navigationType: "navigate" } as const;

describe("summarise", () => {
  const rows: [WireEvent, string][] = [
    [{ ...common, kind: "pageview", title: "Cart", navigationType: "navigate" }, "Cart"],
    [{ ...common, kind: "pageview", navigationType: "reload" }, "reload"],
    [{ ...vital, metric: "LCP", value: 4_140.4 }, "LCP 4\u2009140\u2009ms"],
    [{ ...vital, metric: "CLS", value: 0.16573 }, "CLS 0.166"],
    [{ ...common, kind: "custom", name: "search" }, "search"],
    [{ ...common, kind: "custom", name: "purchase", value: 728 }, "purchase · 728"],
    [{ ...common, kind: "engagement", durationMs: 75_000 }, "75.0\u2009s in the foreground"],
    [{ ...request, status: 503 }, "GET /api/trouble · 503"],
    [{ ...request, status: 0 }, "GET /api/trouble · no answer"],
    [{ ...common, kind: "resource", target: "https://shop.test/a.png", durationMs: 20, status: 404 }, "/a.png · 404"],
    [{ ...common, kind: "resource", target: "https://shop.test/a.png", durationMs: 900 }, "/a.png · 900\u2009ms"],
    [{ ...common, kind: "navigation", durationMs: 1_250 }, "1\u2009250\u2009ms until the page was there"],
    [{ ...common, kind: "long-frame", durationMs: 650 }, "650\u2009ms without a picture"],
    [{ ...common, kind: "interaction", type: "click", target: "#buy", frustration: "rage" }, "rage · #buy"],
    [{ ...common, kind: "interaction", type: "click", target: "#buy" }, "#buy"],
    [{ ...common, kind: "flag", key: "delivery-note", variant: "plain" }, "delivery-note · plain"],
  ];
  it.each(rows)("%j reads %s", (event, text) => expect(summarise(event)).toBe(text));
});

describe("groupByPath", () => {
  it("puts the page with the newest event first and keeps the order within a page", () => {
    const at = (id: string, url: string): WireEvent => ({ ...common, id, url, kind: "custom", name: "x" });
    const groups = groupByPath([at("c", common.url), at("b", "https://shop.test/"), at("a", "https://shop.test/cart")]);
    expect([...groups].map(([path, events]) => [path, events.map((event) => event.id)])).toEqual([
      ["/cart", ["c", "a"]],
      ["/", ["b"]],
    ]);
  });
});
